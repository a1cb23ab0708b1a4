import MigrationDSL
import MigratorCore
import MigratorDatabase
import MigratorDialects
import MigratorSystem

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// The journal: a row for each step ever run, by which an edited revision is found out and a broken-off one resumed.
struct Journal: Sendable {
    let name: TableName
    let dialect: any EngineTableDialect
    /// Whose history it is asked about: the version tables of a schema share one journal.
    let versionTable: String
    /// Whether it has a column for that: not where an older program made it and it has not grown.
    var hasVersionTable = true

    init(beside versionTable: TableName, _ dialect: any EngineTableDialect) {
        self.dialect = dialect
        name = TableName(EngineTableNames.journal, schema: versionTable.schema)
        self.versionTable = versionTable.name
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
            SELECT CAST(uuid AS VARCHAR) AS uuid, direction, state, checksum, CAST(progress AS VARCHAR) AS progress
            FROM ours AS j WHERE revision = \(value: .text(revision.rawValue)) AND NOT EXISTS (
                SELECT 1 FROM ours AS later WHERE later.id > j.id AND later.direction = '\(Self.purge)')
            ORDER BY id DESC LIMIT 1
            """
        guard let row = try await connection.query(sql).first,
            try row.get("state", as: String.self) == Self.begun,
            try row.get("direction", as: String.self) == direction.rawValue,
            let uuid = UUID(uuidString: try row.get("uuid", as: String.self)),
            let json = try row.get("progress", as: String?.self)
        else { return nil }
        return (uuid, try row.get("checksum", as: String?.self) ?? "", try StatementProgress(json: json))
    }

    /// The checksum under which each revision was last applied; revisions that were stamped since are left out.
    func appliedChecksums(_ connection: any DatabaseConnection) async throws(DatabaseFailure) -> [RevisionID: String] {
        try checksums(in: try await rowsIfThere(try await checksumQuery(connection), connection)).applied
    }

    /// Asks for what ``checksums(in:)`` reads.
    ///
    /// The plainest query there is: to order and to select takes a new session longer than the rows take.
    func checksumQuery(_ connection: any DatabaseConnection) async throws(DatabaseFailure) -> SQLFragment {
        "SELECT * FROM \(try await rows("id, revision, direction, state, checksum", connection))"
    }

    /// What to select from to have these columns of all rows, and behind them the version table's name: null in a journal
    /// that has not grown.
    private func rows(
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

    /// The same of a row of ``checksumQuery(_:)``.
    private func isOurs(_ row: DatabaseRow) -> Bool {
        guard row.columns.count > 5, case .text(let table) = row[5] else { return true }
        return table == versionTable
    }

    /// The checksum under which each revision was last applied, of rows in any order, and whether a step may be half done.
    func checksums(in rows: [DatabaseRow]) throws(DatabaseFailure) -> (applied: [RevisionID: String], hasBegun: Bool) {
        if let checksums = try checksumsOnce(in: rows) { return (checksums, false) }
        let checksums = try checksums(inOrder: rows.sorted { Self.id(of: $0) < Self.id(of: $1) })
        var hasBegun = false
        for row in rows where !hasBegun { hasBegun = try Self.text(row, 3) == Self.begun }
        return (checksums, hasBegun)
    }

    /// The same of rows whose order does not matter, since each revision has one; `nil` if it does.
    private func checksumsOnce(in rows: [DatabaseRow]) throws(DatabaseFailure) -> [RevisionID: String]? {
        var checksums: [RevisionID: String] = [:]
        checksums.reserveCapacity(rows.count)
        for row in rows where isOurs(row) {
            let (direction, state) = (try Self.text(row, 2), try Self.text(row, 3))
            guard direction == Direction.upgrade.rawValue, state == Self.done, case .text(let checksum) = row[4]
            else { return nil }
            let revision = RevisionID(try Self.text(row, 1))
            guard checksums.updateValue(checksum, forKey: revision) == nil else { return nil }
        }
        return checksums
    }

    private func checksums(inOrder rows: [DatabaseRow]) throws(DatabaseFailure) -> [RevisionID: String] {
        var checksums: [RevisionID: String] = [:]
        for row in rows where isOurs(row) {
            guard try Self.text(row, 3) == Self.done else { continue }
            switch try Self.text(row, 2) {
            case Self.purge: checksums.removeAll(keepingCapacity: true)
            case Direction.upgrade.rawValue:
                checksums[RevisionID(try Self.text(row, 1))] = try row.get(at: 4, as: String?.self)
            default: checksums[RevisionID(try Self.text(row, 1))] = nil
            }
        }
        return checksums
    }

    private static func id(of row: DatabaseRow) -> Int64 {
        guard case .int(let id) = row[0] else { return 0 }
        return id
    }

    /// The text at a position; asked of each row, which is why the value is looked at first.
    private static func text(_ row: DatabaseRow, _ position: Int) throws(DatabaseFailure) -> String {
        if case .text(let text) = row[position] { return text }
        return try row.get(at: position)
    }

    /// The digests of the payloads that each revision loaded when it was last applied, by path.
    func appliedPayloads(
        _ connection: any DatabaseConnection
    ) async throws(DatabaseFailure) -> [RevisionID: [String: String]] {
        let sql: SQLFragment = """
            SELECT revision, direction, CAST(payloads AS VARCHAR) AS payloads
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
            SELECT CAST(operations AS VARCHAR) AS operations, CAST(started_at AS VARCHAR) AS started_at,
                CAST(payloads AS VARCHAR) AS payloads
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

extension Timestamp {
    /// The time now.
    static var now: Timestamp {
        Timestamp(microseconds: Int64(Date().timeIntervalSince1970 * 1_000_000))
    }
}
