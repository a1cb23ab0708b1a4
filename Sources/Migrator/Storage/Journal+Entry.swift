import MigrationDSL
import MigratorCore
import MigratorDatabase
import MigratorSystem

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

extension Journal {
    /// What the journal says of a step.
    struct Entry: Sendable {
        var uuid = UUID()
        var revision: RevisionID
        var direction: String
        /// `nil` for a stamp, which runs nothing.
        var checksum: String?
        var operations: [OperationDigest] = []
        var arguments: [String: String] = [:]
        var tag: String?
        /// The digests of the payloads that were loaded, by path.
        var payloads: [String: String] = [:]
        var startedAt: Timestamp
        var duration: Duration = .zero
        var statements = 0
        var rows = 0
        /// How far the step is, if it is one of statements that are no transaction together and not done yet.
        var progress: StatementProgress?

        /// The column that says when the step began.
        static let startColumn = "started_at"

        /// The columns and their values, in order.
        var columns: [(name: String, value: DatabaseCell)] {
            [
                ("uuid", .uuid(uuid)), ("revision", .text(revision.rawValue)), ("direction", .text(direction)),
                ("checksum", checksum.map { .text($0) } ?? .null),
                ("operations", .json(Value.array(operations.map(\.value)).jsonText)),
                ("arguments", .json(Self.object(arguments))), ("tag", tag.map { .text($0) } ?? .null),
                ("payloads", .json(Self.object(payloads))), (Self.startColumn, .timestampTZ(startedAt)),
                ("duration_ms", .int(duration.milliseconds)), ("statements", .int(Int64(statements))),
                ("row_count", .int(Int64(rows))), ("engine", .text(MigrationEngine.version)),
                ("state", .text(progress == nil ? Journal.done : Journal.begun)),
                ("progress", progress.map { .json($0.json) } ?? .null),
            ]
        }

        private static func object(_ members: [String: String]) -> String {
            let sorted = members.sorted { $0.key < $1.key }
            return Value.object(sorted.map { Value.Member($0.key, .text($0.value)) }).jsonText
        }
    }
}

extension Timestamp {
    /// The time now.
    static var now: Timestamp {
        Timestamp(microseconds: Int64(Date().timeIntervalSince1970 * 1_000_000))
    }
}
