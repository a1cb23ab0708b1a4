import Database
import MigrationDSL

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// The journal: a row for each step ever run, by which an edited revision is found out.
struct Journal {
    static let tableName = "migrator_journal"

    let name: TableName

    init(beside versionTable: TableName) {
        name = TableName(Self.tableName, schema: versionTable.schema)
    }

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
    }

    /// The direction of a stamp, and of one that vouches for everything that was applied before it.
    static let stamp = "stamp"
    static let purge = "purge"

    func write(_ entry: Entry, _ connection: any DatabaseConnection) async throws(DatabaseError) {
        let columns = [
            "uuid", "revision", "direction", "checksum", "operations", "arguments", "tag", "payloads", "started_at",
            "duration_ms", "statements", "row_count", "engine",
        ]
        let places = columns.indices.map { connection.kind == .postgres ? "$\($0 + 1)" : "?" }
        let sql = """
            INSERT INTO \(name.quoted) (\(columns.joined(separator: ", "))) VALUES (\(places.joined(separator: ", ")))
            """
        let values: [DatabaseValue] = [
            .uuid(entry.uuid), .text(entry.revision.rawValue), .text(entry.direction),
            entry.checksum.map { .text($0) } ?? .null,
            .json(Value.array(entry.operations.map(\.value)).jsonText),
            .json(Self.object(entry.arguments)), entry.tag.map { .text($0) } ?? .null,
            .json(Self.object(entry.payloads)), .timestampTZ(entry.startedAt), .int(entry.duration.milliseconds),
            .int(Int64(entry.statements)), .int(Int64(entry.rows)), .text(Engine.version),
        ]
        try await connection.execute(sql, values)
    }

    /// The checksum under which each revision was last applied; revisions that were stamped since are left out.
    func appliedChecksums(_ connection: any DatabaseConnection) async throws(DatabaseError) -> [RevisionID: String] {
        let sql = """
            SELECT revision, direction, checksum FROM \(name.quoted)
            WHERE id > (SELECT COALESCE(MAX(id), 0) FROM \(name.quoted) WHERE direction = '\(Self.purge)')
            ORDER BY id
            """
        var checksums: [RevisionID: String] = [:]
        let rows: [DatabaseRow]
        do {
            rows = try await connection.query(sql)
        } catch {
            guard error.code == .undefinedObject else { throw error }
            return [:]
        }
        for row in rows {
            let revision = RevisionID(try row.get("revision", as: String.self))
            let isUpgrade = try row.get("direction", as: String.self) == Direction.upgrade.rawValue
            checksums[revision] = isUpgrade ? try row.get("checksum", as: String?.self) : nil
        }
        return checksums
    }

    /// The digests of the payloads that each revision loaded when it was last applied, by path.
    func appliedPayloads(
        _ connection: any DatabaseConnection
    ) async throws(DatabaseError) -> [RevisionID: [String: String]] {
        let sql = """
            SELECT revision, direction, CAST(payloads AS VARCHAR) AS payloads FROM \(name.quoted)
            WHERE direction <> '\(Self.stamp)' AND direction <> '\(Self.purge)' ORDER BY id
            """
        var payloads: [RevisionID: [String: String]] = [:]
        let rows: [DatabaseRow]
        do {
            rows = try await connection.query(sql)
        } catch {
            guard error.code == .undefinedObject else { throw error }
            return [:]
        }
        for row in rows {
            let revision = RevisionID(try row.get("revision", as: String.self))
            let isUpgrade = try row.get("direction", as: String.self) == Direction.upgrade.rawValue
            let json = try row.get("payloads", as: String.self)
            let loaded = json == "{}" ? nil : try? JSONDecoder().decode([String: String].self, from: Data(json.utf8))
            payloads[revision] = isUpgrade ? loaded : nil
        }
        return payloads
    }

    /// What the revision's operations were when it was last applied, and when that was.
    func lastApplied(
        _ revision: RevisionID,
        _ connection: any DatabaseConnection
    ) async throws(DatabaseError) -> (operations: String, at: String, payloads: String)? {
        let place = connection.kind == .postgres ? "$1" : "?"
        let sql = """
            SELECT CAST(operations AS VARCHAR) AS operations, CAST(started_at AS VARCHAR) AS started_at,
                CAST(payloads AS VARCHAR) AS payloads
            FROM \(name.quoted) WHERE revision = \(place) AND direction = 'upgrade' ORDER BY id DESC LIMIT 1
            """
        guard let row = try await connection.query(sql, [.text(revision.rawValue)]).first else { return nil }
        return (
            try row.get("operations", as: String.self), try row.get("started_at", as: String.self),
            try row.get("payloads", as: String.self)
        )
    }

    private static func object(_ members: [String: String]) -> String {
        let sorted = members.sorted { $0.key < $1.key }
        return Value.object(sorted.map { Value.Member($0.key, .text($0.value)) }).jsonText
    }
}

extension Duration {
    /// Whole milliseconds.
    var milliseconds: Int64 {
        components.seconds * 1000 + components.attoseconds / 1_000_000_000_000_000
    }
}

extension Timestamp {
    /// The time now.
    static var now: Timestamp {
        Timestamp(microseconds: Int64(Date().timeIntervalSince1970 * 1_000_000))
    }
}
