import Migrator
import MigratorDatabase
import MigratorPostgres

extension Session {
    /// Lends an empty database of the same kind, and removes it afterwards.
    ///
    /// Where the role may not make one, the user is told and there is none.
    func withScratch<Result>(_ body: (MigrationEngine.Connect?) async throws -> Result) async throws -> Result {
        try await withScratch { scratch, whyNot in
            if let whyNot {
                console.note(
                    "no empty database can be made to try the revisions on (\(TerminalText.line(whyNot))); "
                        + "a role with CREATEDB may make one, also on another server that "
                        + "\(naming.name(of: .scratch)) names"
                )
            }
            return try await body(scratch)
        }
    }

    /// Lends an empty database of the same kind, and removes it afterwards; where there is none, says why not.
    func withScratch<Result>(
        _ body: (MigrationEngine.Connect?, _ whyNot: String?) async throws -> Result
    ) async throws -> Result {
        let console = console
        let scratches = try Scratches(
            on: databaseURL.kind,
            server: settings.schema.scratch,
            connectOther: connectOther(settings.migrator)
        ) { problem in
            console.warn(TerminalText.line(problem))
        }
        do {
            return try await scratches.withScratch { try await body($0, nil) }
        } catch let none as NoScratch {
            return try await body(nil, none.reason)
        }
    }

    /// How databases are opened that are not the one to migrate.
    func connectOther(_ told: MigratorSettings) -> OtherDatabase.Connect {
        let session = self
        let own = connect(for: .looking, told)
        let open: OtherDatabase.Connect = { other in
            guard other.url != nil || other.name != nil else { return try await own() }
            let url = try other.url.map { url throws(DatabaseFailure) in try DatabaseURL(url) } ?? session.databaseURL
            if let name = other.name, url.kind == .postgres {
                return try await PostgresSession(PostgresSessionConfiguration(url, database: name))
            }
            // To look must not create a file.
            guard !session.isYetToCome(url) else {
                throw MigratorError(.databaseUnreachable, "there is no database \(TerminalText.line(url.description))")
            }
            return try await openDatabase(url, busyTimeout: told.lockTimeout)
        }
        return { other in try await session.waiting { try await open(other) }() }
    }
}

extension PostgresSessionConfiguration {
    /// The configuration of another database on the same server.
    fileprivate init(_ url: DatabaseURL, database: String) throws(DatabaseFailure) {
        try self.init(url)
        parameters["dbname"] = database
    }
}
