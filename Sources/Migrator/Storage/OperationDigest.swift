import MigrationDSL
import MigratorCore
import MigratorSources

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// An operation as the journal remembers it: enough to say later what was edited.
struct OperationDigest: Sendable, Decodable {
    let summary: String
    let digest: String
    /// The digest that neither upper case nor quotes around plain names change; `nil` if an earlier version wrote it.
    let tokens: String?

    private init(_ summary: String, _ digest: String, tokens: String?) {
        self.summary = summary
        self.digest = String(digest.prefix(16))
        self.tokens = tokens.map { String($0.prefix(16)) }
    }

    init(_ operation: Operation) {
        self.init([operation][...], operation.summary)
    }

    private init(_ operations: ArraySlice<Operation>, _ summary: String) {
        let operations = Array(operations)
        self.init(summary, Checksum.of(operations), tokens: Checksum.of(operations, .tokens))
    }

    /// Whether the two may stand for one operation.
    func isSame(as other: OperationDigest) -> Bool {
        digest == other.digest || (tokens != nil && tokens == other.tokens)
    }

    var value: Value {
        ["summary": .text(summary), "digest": .text(digest), "tokens": tokens.map { .text($0) } ?? .null]
    }

    // MARK: Lists

    /// So many entries a step has at the most; the last stands for all operations that are left.
    static let limit = 1000

    /// What is remembered of a revision's operations.
    static func list(of operations: OperationList, limit: Int = limit) -> [OperationDigest] {
        guard operations.count > limit else { return operations.map { OperationDigest($0) } }
        let single = operations.prefix(limit - 1).map { OperationDigest($0) }
        let summary = "\(operations.count - limit + 1) operations more"
        switch operations {
        case .recorded(let operations):
            return single + [OperationDigest(operations[(limit - 1)...], summary)]
        case .file(let statements):
            let rest = limit - 1..<statements.count
            let (digest, tokens) = (statements.digest(of: rest, .text), statements.digest(of: rest, .tokens))
            return single + [OperationDigest(summary, digest.description, tokens: tokens.description)]
        }
    }

    /// Reads the journal's list; what cannot be read is as good as nothing remembered.
    static func list(fromJSON json: String) -> [OperationDigest] {
        (try? JSONDecoder().decode([OperationDigest].self, from: Data(json.utf8))) ?? []
    }
}
