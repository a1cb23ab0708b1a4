import Migrator
import MigratorDatabase
import MigratorDialects
import MigratorSystem
import Synchronization

/// The server on which tests have databases, with the sessions that make and drop them.
final class PostgresTestServer: Sendable {
    /// What is known of it once it was asked.
    struct Start: Sendable {
        /// The server's process of a session that stays open as long as this process lives; 0 behind a pooler.
        let process: Int
        /// What tells it from servers that other templates are for.
        let identity: [String]
        /// The session.
        let keeper: any DatabaseConnection
    }

    let url: DatabaseURL
    let connect: DatabaseOpening
    /// Bounds how many databases are open.
    let gate = DatabaseGate(limit: TestSettings.limit(8))
    let databases = PostgresRunDatabases(prefix: "migrator_test_run_")
    /// Bounds the sessions that make and drop databases.
    private let desk = DatabaseGate(limit: 3)
    private let idle = Mutex<[any DatabaseConnection]>([])
    private let start = Mutex<Task<Start, any Error>?>(nil)

    private static let servers = Mutex<[DatabaseURL: PostgresTestServer]>([:])

    init(_ url: DatabaseURL, _ connect: @escaping DatabaseOpening) {
        self.url = url
        self.connect = connect
    }

    /// The one of a URL in this process.
    static func shared(_ url: DatabaseURL, _ connect: @escaping DatabaseOpening) -> PostgresTestServer {
        servers.withLock { servers in
            if let server = servers[url] { return server }
            let server = PostgresTestServer(url, connect)
            servers[url] = server
            return server
        }
    }

    // MARK: The start

    /// Asks it for the first time, and clears what dead processes have left and what is old.
    ///
    /// - Throws: `MigratorError` with code `.permissionDenied` if the role may not make databases.
    func begun() async throws -> Start {
        let task = start.withLock { start in
            if let start { return start }
            let task = Task { try await begin() }
            start = task
            return task
        }
        do {
            return try await task.value
        } catch {
            // The next one tries again.
            start.withLock { if $0 == task { $0 = nil } }
            throw error
        }
    }

    private func begin() async throws -> Start {
        let keeper = try await open()
        do {
            let row = try await keeper.query(
                """
                SELECT current_user::text AS role, rolcreatedb OR rolsuper AS may,
                    (current_setting('server_version_num')::int / 10000)::text AS version,
                    (SELECT concat_ws(' ', encoding, datcollate, datctype) FROM pg_database WHERE datname = 'template1')
                        AS template
                FROM pg_roles WHERE rolname = current_user
                """
            ).first
            guard let row, case .text(let role)? = row["role"] else {
                throw DatabaseFailure(.unsupported, "the server does not say who asks")
            }
            guard row["may"] == .bool(true) else {
                throw MigratorError(
                    .permissionDenied,
                    "each test has a database of its own, and the role \(role) may not make any on \(url): ALTER ROLE with "
                        + "CREATEDB allows it, or MIGRATOR_TEST_DATABASE names another role"
                )
            }
            let process = try await PostgresRunDatabases.process(of: keeper)
            await databases.dropLeftovers(keeper)
            await PostgresTemplates(self).clear(keeper)
            let identity = [row["version"], row["template"]].map { "\($0 ?? .null)" } + [role]
            return Start(process: process, identity: identity, keeper: keeper)
        } catch {
            await keeper.close()
            throw error
        }
    }

    private func open() async throws -> any DatabaseConnection {
        do {
            return try await connect(url)
        } catch let error as DatabaseFailure where error.code != .cancelled {
            throw MigratorError(
                .databaseUnreachable,
                "the server of MIGRATOR_TEST_DATABASE, \(url), cannot be reached: \(error.message)",
                cause: error
            )
        }
    }

    // MARK: Sessions

    /// Lends a session in the database that the URL names.
    func administer<Result>(_ body: (any DatabaseConnection) async throws -> Result) async throws -> Result {
        try await desk.enter()
        defer { desk.leave() }
        let connection: any DatabaseConnection
        if let free = idle.withLock({ $0.popLast() }) { connection = free } else { connection = try await open() }
        do {
            let result = try await body(connection)
            idle.withLock { $0.append(connection) }
            return result
        } catch {
            // Whatever state it is in.
            await connection.close()
            throw error
        }
    }

    // MARK: Databases

    /// Makes a copy of a database.
    ///
    /// - Throws: `DatabaseFailure` with SQLSTATE 3D000 if that is not there.
    func copy(of template: String) async throws -> String {
        let process = try await begun().process
        return try await administer { try await create(from: template, process, $0) }
    }

    /// Makes an empty database, or a copy of another one.
    ///
    /// - Parameters:
    ///   - template: The other one.
    ///   - process: The server's process that is there as long as this process is.
    ///   - connection: A session on the server.
    /// - Returns: Its name.
    /// - Throws: `DatabaseFailure`; `MigratorError` if the other one is in use.
    func create(
        from template: String? = nil,
        _ process: Int,
        _ connection: any DatabaseConnection
    ) async throws -> String {
        let name = try await databases.newName(process, connection)
        do {
            try await create(name, from: template, connection)
        } catch let error as DatabaseFailure {
            // It may have been made all the same.
            if error.code == .cancelled { await Task { try? await drop(name, connection) }.value }
            throw error
        }
        return name
    }

    private func create(_ name: String, from template: String?, _ connection: any DatabaseConnection) async throws {
        let words = template.map { " TEMPLATE \($0)" } ?? ""
        for attempt in 0... {
            do throws(DatabaseFailure) {
                try await connection.execute("CREATE DATABASE \(name)\(words)")
                return
            } catch {
                // Somebody is connected to what is copied: the server has waited some seconds for that to end.
                guard error.sqlState == "55006" else { throw error }
                if template == nil {
                    // Nobody can connect to this one.
                    try await connection.execute("CREATE DATABASE \(name) TEMPLATE template0")
                    return
                }
                guard attempt < 2 else {
                    throw MigratorError(
                        .databaseUnreachable,
                        "the template \(template ?? "") cannot be copied while other sessions use it; end them, or drop the "
                            + "database, and it is made again",
                        cause: error
                    )
                }
            }
        }
    }

    /// Drops a database, whoever still uses it.
    func drop(_ name: String) async {
        do {
            try await administer { try await drop(name, $0) }
        } catch {
            TestSettings.print("the database \(name) is left behind: \(error)")
        }
    }

    /// Drops a database, whoever still uses it.
    func drop(_ name: String, _ connection: any DatabaseConnection) async throws(DatabaseFailure) {
        try await connection.execute("DROP DATABASE IF EXISTS \(name) WITH (FORCE)")
    }
}
