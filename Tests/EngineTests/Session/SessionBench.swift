import Foundation
import MigrationDSL
import Migrator
import MigratorDatabase
import MigratorPostgres
import MigratorSQLite
import MigratorSources
import MigratorTestSupport
import Testing

/// A database of either kind, a folder of SQL revisions, and runs over them.
struct SessionBench: Sendable {
    let kind: DatabaseKind
    let folder = TemporaryFolder("session")
    private let connect: MigrationEngine.Connect

    /// Lends a bench for a database of a kind to a body.
    static func with(_ kind: DatabaseKind, _ body: (SessionBench) async throws -> Void) async throws {
        switch kind {
        case .sqlite: try await body(SessionBench())
        default:
            try await PostgresServer.withDatabase { database in
                try await body(SessionBench(.postgres) { try await database.connect() })
            }
        }
    }

    /// The kinds that there are here.
    static let kinds: [DatabaseKind] = PostgresServer.isThere ? [.sqlite, .postgres] : [.sqlite]

    init() {
        kind = .sqlite
        let path = "\(folder.path)/bench.db"
        connect = { try await SQLiteSession(SQLiteSessionConfiguration(path: path)) }
    }

    private init(_ kind: DatabaseKind, connect: @escaping MigrationEngine.Connect) {
        self.kind = kind
        self.connect = connect
    }

    /// Writes a revision `rN` that follows the one before it.
    func write(
        _ number: Int,
        _ upgrade: String,
        downgrade: String? = nil,
        isTransactional: Bool = true
    ) throws {
        let down = downgrade.map { "\n-- downgrade\n\($0)\n" } ?? ""
        try folder.write(
            "revisions/\(number).sql",
            """
            -- revision: r\(number)
            \(number > 1 ? "-- parents: r\(number - 1)" : "-- message: the first")
            -- transaction: \(isTransactional ? "on" : "off")

            -- upgrade
            \(upgrade)
            \(down)
            """
        )
    }

    func migrator(_ change: (inout MigratorSettings) -> Void = { _ in }) throws -> MigrationEngine {
        var settings = MigratorSettings()
        settings.lockTimeout = .seconds(5)
        change(&settings)
        let history = try RevisionHistory([.folder("\(folder.path)/revisions")], remembersFolders: false)
        return MigrationEngine(revisions: history, settings: settings, connect: connect)
    }

    func connection() async throws -> any DatabaseConnection { try await connect() }

    /// Runs statements over a connection of their own.
    func execute(_ statements: String...) async throws {
        let connection = try await connect()
        for statement in statements { try await connection.execute(statement) }
        await connection.close()
    }

    /// The rows of a query, each value as text.
    func rows(_ sql: String) async throws -> [[String]] {
        let connection = try await connect()
        let rows = try await connection.query(sql).map { row in
            row.values.map { value in
                switch value {
                case .null: "NULL"
                case .text(let text): text
                case .int(let number): "\(number)"
                case .bool(let truth): "\(truth)"
                default: "\(value)"
                }
            }
        }
        await connection.close()
        return rows
    }

    /// The first column of a query.
    func column(_ sql: String) async throws -> [String] {
        try await rows(sql).map { $0[0] }
    }

    func versionRows() async throws -> [String] {
        try await column("SELECT version_num FROM alembic_version ORDER BY 1")
    }

    /// The steps of the journal, as `r1 upgrade done`.
    func journal() async throws -> [String] {
        try await rows("SELECT revision, direction, state FROM migrator_journal ORDER BY id").map {
            $0.joined(separator: " ")
        }
    }
}
