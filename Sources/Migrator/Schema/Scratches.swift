import MigratorCatalogue
package import MigratorCore
package import MigratorDatabase
import MigratorDialects
import MigratorSystem

/// Lends empty databases of one kind, each for one use, and removes them afterwards.
///
/// On SQLite they are in memory. On PostgreSQL they are made on the same server, or on one that is told, by a role that
/// may do so; those of ended runs are dropped by the next.
package struct Scratches: Sendable {
    private let dialect: any Dialect
    /// The URL of the server; `nil` for that of the engine's own database.
    private let server: String?
    private let connectOther: OtherDatabase.Connect?
    private let warn: @Sendable (String) -> Void

    /// Creates it.
    ///
    /// - Parameters:
    ///   - kind: The kind of database.
    ///   - server: The URL of the server; `nil` for that of the engine's own database.
    ///   - connectOther: Opens databases.
    ///   - warn: Hears what could not be removed.
    /// - Throws: `MigratorError` for a kind of database without a dialect.
    package init(
        on kind: DatabaseKind,
        server: String? = nil,
        connectOther: OtherDatabase.Connect?,
        warn: @escaping @Sendable (String) -> Void = { _ in }
    ) throws(MigratorError) {
        dialect = try kind.dialect()
        self.server = server
        self.connectOther = connectOther
        self.warn = warn
    }

    /// Lends an empty database for as long as a closure runs.
    ///
    /// - Parameter body: Gets what opens connections to the database; those must be closed when it returns.
    /// - Returns: What the closure returns.
    /// - Throws: ``NoScratch`` if there is none; what `body` throws.
    package func withScratch<Result>(
        _ body: (@escaping MigrationEngine.Connect) async throws -> Result
    ) async throws -> Result {
        guard let connectOther else { throw NoScratch("the program gave the engine no way to open another database") }
        let settings = dialect.scratchSettings
        @Sendable func open(_ database: OtherDatabase) async throws -> any DatabaseConnection {
            let connection = try await connectOther(database)
            do {
                for sql in settings { try await connection.execute(sql) }
                return connection
            } catch {
                await connection.close()
                throw error
            }
        }
        switch dialect.scratchPlace {
        case .nowhere: throw NoScratch("\(dialect.kind.title) lends no empty database")
        case .url(let url): return try await body { try await open(OtherDatabase(url: url)) }
        case .beside:
            let administration = try await connectOther(OtherDatabase(url: server))
            let name = try await make(administration)
            let server = server
            do {
                let result = try await body { try await open(OtherDatabase(url: server, name: name)) }
                await drop(name, administration)
                return result
            } catch {
                await drop(name, administration)
                throw error
            }
        }
    }

    private func make(_ administration: any DatabaseConnection) async throws -> String {
        do throws(DatabaseFailure) {
            return try await dialect.createScratch(administration)
        } catch {
            await administration.close()
            guard error.code != .connectionLost, error.code != .cancelled else { throw error }
            throw NoScratch(error.message)
        }
    }

    /// Even if the task was cancelled: no other code would drop it.
    private func drop(_ name: String, _ administration: any DatabaseConnection) async {
        let dialect = dialect
        let problem = await Task { () -> DatabaseFailure? in
            var problem: DatabaseFailure?
            do throws(DatabaseFailure) {
                try await dialect.dropScratch(name, administration)
            } catch {
                problem = error
            }
            await administration.close()
            return problem
        }.value
        if let problem { warn("the database \(name) is left behind: \(problem.message)") }
    }
}

/// There is no empty database.
package struct NoScratch: Error {
    /// Why there is none, as its server says.
    package let reason: String

    /// Creates it.
    init(_ reason: String) {
        self.reason = reason
    }
}
