import MigrationDSL
import MigratorCore
import MigratorDatabase
import MigratorDialects

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// The journal: a row for each step ever run, by which an edited revision is found out and a broken-off one resumed.
struct Journal: Sendable {
    let name: TableName
    /// How the database keeps its tables.
    let dialect: any EngineTableDialect
    /// The version table whose history it is asked about: the version tables of a schema share one journal.
    let versionTable: String
    /// Whether it has a column for that: not where an older program made it and it has not grown.
    var hasVersionTable = true

    init(beside versionTable: TableName, _ dialect: any EngineTableDialect) {
        self.dialect = dialect
        name = TableName(EngineTableNames.journal, schema: versionTable.schema)
        self.versionTable = versionTable.name
    }

    /// The direction of a stamp, and of one that vouches for everything that was applied before it.
    static let stamp = "stamp"
    static let purge = "purge"

    /// The states of a step, of five characters at the most; one that is void counts as never begun.
    static let done = "done"
    static let begun = "begun"
    static let void = "void"

    /// The columns of a row and their values, in order.
    func columns(of entry: Entry) -> [(name: String, value: DatabaseCell)] {
        entry.columns + (hasVersionTable ? [(EngineTableNames.journalVersionTable, .text(versionTable))] : [])
    }

    /// Writes a new row.
    func write(_ entry: Entry, _ connection: any DatabaseConnection) async throws(DatabaseFailure) {
        try await connection.execute(insertion(of: entry))
    }

    /// The statement that writes a new row.
    func statement(
        for entry: Entry,
        _ connection: any DatabaseConnection
    ) -> BoundStatement {
        insertion(of: entry).statement(for: connection.kind)
    }

    private func insertion(of entry: Entry) -> SQLFragment {
        let columns = columns(of: entry)
        return insert(columns.map(\.name), columns.map { SQLFragment(value: $0.value) })
    }

    /// The statement that inserts a row, whose values are written as literals.
    func insert(_ columns: [String], _ values: [String]) -> String {
        insert(columns, values.map { SQLFragment(words: $0) }).text
    }

    private func insert(_ columns: [String], _ values: [SQLFragment]) -> SQLFragment {
        "INSERT INTO \(name.quoted) (\(columns.joined(separator: ", "))) VALUES (\(values.joined(separator: ", ")))"
    }

    /// Writes a row anew that was written when its step began.
    func rewrite(_ entry: Entry, _ connection: any DatabaseConnection) async throws(DatabaseFailure) {
        let changes = columns(of: entry).dropFirst().map { column -> SQLFragment in
            "\(column.name) = \(value: column.value)"
        }
        let sql: SQLFragment = """
            UPDATE \(name.quoted) SET \(changes.joined(separator: ", ")) WHERE uuid = \(value: .uuid(entry.uuid))
            """
        try await connection.execute(sql)
    }

    /// Whether a step is done, as the database itself has it.
    func isDone(_ uuid: UUID, _ connection: any DatabaseConnection) async throws(DatabaseFailure) -> Bool {
        let sql: SQLFragment = """
            SELECT 1 FROM \(name.quoted) WHERE uuid = \(value: .uuid(uuid)) AND state = '\(Self.done)'
            """
        return try await !connection.query(sql).isEmpty
    }

    /// The step that a revision's last row says was begun, if it is not done.
    func begun(
        _ revision: RevisionID,
        _ direction: Direction,
        _ connection: any DatabaseConnection
    ) async throws -> (uuid: UUID, checksum: String, progress: StatementProgress)? {
        let sql: SQLFragment = """
            \(try await ours("id, uuid, revision, direction, state, checksum, progress", connection))
            SELECT \(dialect.asText("uuid")) AS uuid, direction, state, checksum, \
            \(dialect.asText("progress")) AS progress
            FROM ours AS j WHERE revision = \(value: .text(revision.rawValue)) AND NOT EXISTS (
                SELECT 1 FROM ours AS later WHERE later.id > j.id AND later.direction = '\(Self.purge)')
            ORDER BY id DESC LIMIT 1
            """
        guard let row = try await connection.query(sql).first,
            try row.get("state", as: String.self) == Self.begun,
            try row.get("direction", as: String.self) == direction.rawValue,
            let uuid = UUID(text: try row.get("uuid", as: String.self)),
            let json = try row.get("progress", as: String?.self)
        else { return nil }
        return (uuid, try row.get("checksum", as: String?.self) ?? "", try StatementProgress(json: json))
    }

    /// What to select from to have these columns of all rows, and behind them the version table's name: null in a journal
    /// that has not grown.
    func rows(
        _ columns: String,
        _ connection: any DatabaseConnection
    ) async throws(DatabaseFailure) -> SQLFragment {
        try await dialect.source(of: columns, and: EngineTableNames.journalVersionTable, in: name, connection)
    }

    /// The beginning of a statement that can select these columns of this history's rows from `ours`.
    func ours(_ columns: String, _ connection: any DatabaseConnection) async throws(DatabaseFailure) -> SQLFragment {
        "WITH ours AS (SELECT * FROM \(try await rows(columns, connection)) WHERE \(isOurs))"
    }

    /// The condition of a row of this history, and of one of a program that did not say whose it was.
    var isOurs: SQLFragment {
        let column = EngineTableNames.journalVersionTable
        return "(\(column) IS NULL OR \(column) = \(value: .text(versionTable)))"
    }

    /// The digests of the payloads that each revision loaded when it was last applied, by path.
    func appliedPayloads(
        _ connection: any DatabaseConnection
    ) async throws(DatabaseFailure) -> [RevisionID: [String: String]] {
        let sql: SQLFragment = """
            SELECT revision, direction, \(dialect.asText("payloads")) AS payloads
            FROM \(try await rows("id, revision, direction, state, payloads", connection))
            WHERE direction <> '\(Self.stamp)' AND direction <> '\(Self.purge)' AND state = '\(Self.done)'
                AND \(isOurs) ORDER BY id
            """
        var payloads: [RevisionID: [String: String]] = [:]
        for row in try await rowsIfThere(sql, connection) {
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
    ) async throws(DatabaseFailure) -> (operations: String, at: String, payloads: String)? {
        let sql: SQLFragment = """
            SELECT \(dialect.asText("operations")) AS operations, \(dialect.asText("started_at")) AS started_at,
                \(dialect.asText("payloads")) AS payloads
            FROM \(try await rows("id, revision, direction, state, operations, started_at, payloads", connection))
            WHERE revision = \(value: .text(revision.rawValue)) AND direction = 'upgrade' AND state = '\(Self.done)'
                AND \(isOurs) ORDER BY id DESC LIMIT 1
            """
        guard let row = try await connection.query(sql).first else { return nil }
        return (
            try row.get("operations", as: String.self), try row.get("started_at", as: String.self),
            try row.get("payloads", as: String.self)
        )
    }

    /// The rows; none if there is no journal yet.
    func rowsIfThere(
        _ sql: SQLFragment,
        _ connection: any DatabaseConnection
    ) async throws(DatabaseFailure) -> [DatabaseRow] {
        do {
            return try await connection.query(sql)
        } catch {
            guard error.code == .undefinedObject else { throw error }
            return []
        }
    }
}
