import MigrationDSL
import Migrator
import MigratorCore
import MigratorDatabase
import MigratorPostgres
import MigratorSQLite
import MigratorSources
import MigratorTestSupport

/// An engine over SQL revisions, a database of its own and a declared schema.
struct SchemaBench {
    let folder = TemporaryFolder("schema")
    var model: DeclaredSchema?
    /// Whether the engine is given a way to open other databases.
    var opensOthers = true

    /// A revision in SQL, with the one before it.
    func revision(_ id: String, after parent: String? = nil, _ upgrade: String) throws {
        let parents = parent.map { "-- parents: \($0)\n" } ?? ""
        try folder.write("revisions/\(id).sql", "-- revision: \(id)\n\(parents)-- upgrade\n\(upgrade)\n")
    }

    /// An engine over a file of SQLite.
    func sqlite() throws -> MigrationEngine {
        let path = "\(folder.path)/own.db"
        var engine = MigrationEngine(revisions: try history()) {
            try await SQLiteSession(SQLiteSessionConfiguration(path: path))
        }
        engine.model = model
        guard opensOthers else { return engine }
        engine.connectOther = { other in
            let file = try other.url.map { url throws(DatabaseFailure) in try DatabaseURL(url).location } ?? path
            return try await SQLiteSession(SQLiteSessionConfiguration(path: file))
        }
        return engine
    }

    /// An engine over a database of PostgreSQL.
    func postgres(_ database: PostgresDatabase) throws -> MigrationEngine {
        let url = database.url
        var engine = MigrationEngine(revisions: try history()) {
            try await PostgresSession(PostgresSessionConfiguration(connectionString: url))
        }
        engine.model = model
        guard opensOthers else { return engine }
        engine.connectOther = { other in
            var configuration = try PostgresSessionConfiguration(connectionString: other.url ?? url)
            if let name = other.name { configuration.parameters["dbname"] = name }
            return try await PostgresSession(configuration)
        }
        return engine
    }

    private func history() throws -> RevisionHistory {
        try folder.write("revisions/.keep", "")
        return try RevisionHistory([.folder("\(folder.path)/revisions")], remembersFolders: false)
    }

    /// Makes a schema on the engine's own database by the statements that are written for it.
    func make(_ source: SchemaSource, with engine: MigrationEngine, _ connection: any DatabaseConnection) async throws {
        let sql = try await engine.inspect(source).text(.sql)
        for statement in try StatementText.split(sql, for: connection.kind, transactional: false) {
            try await connection.execute(statement)
        }
        await connection.close()
    }
}

extension DiffReport {
    /// The differences and the doubts in words; empty where both schemas are known to be equal.
    var words: [String] {
        differences.map { "\($0.change): \($0.summary)" } + unverified.map { "unverified \($0.summary)" }
    }
}
