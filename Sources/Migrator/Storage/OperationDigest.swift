import MigrationDSL

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// An operation as the journal remembers it: enough to say later what was edited.
struct OperationDigest: Hashable, Sendable, Decodable {
    let summary: String
    let digest: String

    init(_ operation: Operation) {
        summary = operation.summary
        digest = String(Checksum.of([operation]).prefix(16))
    }

    init(summary: String, digest: String) {
        self.summary = summary
        self.digest = digest
    }

    var value: Value {
        ["summary": .text(summary), "digest": .text(digest)]
    }

    /// Reads the journal's list; what cannot be read is as good as nothing remembered.
    static func list(fromJSON json: String) -> [OperationDigest] {
        (try? JSONDecoder().decode([OperationDigest].self, from: Data(json.utf8))) ?? []
    }
}
