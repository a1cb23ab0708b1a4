import MigrationDSL
import MigratorCore
import MigratorDatabase
import MigratorDialects

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// How far a step is whose statements are no transaction together.
struct StatementProgress: Hashable, Sendable, Codable {
    /// A statement that was begun outside of a transaction, so that only the database can say what became of it.
    struct Begun: Hashable, Sendable, Codable {
        /// The digest of its text.
        var digest: String
        /// The server's process that ran it, and when that had begun; `nil` where there is none.
        var backend: Int64?
        var backendStart: String?
    }

    /// How many pieces of work are done.
    var done = 0
    /// The digest of those.
    var digest = ""
    /// The piece after them, if it was begun.
    var begun: Begun?
    /// What has been counted so far.
    var statements = 0
    var rows = 0
    var payloads: [String: String] = [:]
    /// What the pieces that are done have made of their session; `nil` if nothing, or if an older program wrote this.
    var session: RecordedSession?
    /// How many rows referred to none before the step began, by child and parent table, where it turns the keys off.
    var orphans: [String: Int]?

    init() {}

    init(json: String) throws(MigratorError) {
        do {
            self = try JSONDecoder().decode(StatementProgress.self, from: Data(json.utf8))
        } catch {
            throw MigratorError(
                .unknownDatabaseRevision,
                "the journal's progress cannot be read; another version of the engine may have written it",
                cause: error
            )
        }
    }

    var json: String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        return (try? encoder.encode(self)).map { String(decoding: $0, as: UTF8.self) } ?? "{}"
    }
}
