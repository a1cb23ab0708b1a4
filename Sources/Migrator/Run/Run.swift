import MigratorCore
import MigratorDatabase
import MigratorDialects
import MigratorOutbox
import MigratorSystem

/// One run: reads the version rows, plans, takes the lock, and does the steps over the connection that has it.
///
/// What it knows is its ``context``. What changes while it goes on stands here, and so does all that changes it.
struct Run: Sendable {
    let context: RunContext
    /// Where the database stood before this run came.
    let seen: EngineTables.Look?
    /// The connection that has the lock; another one after the first was lost.
    private(set) var connection: any DatabaseConnection
    private(set) var lock: any RunLock
    /// The engine's tables, as they are once the lock was taken.
    private(set) var tables: EngineTables
    /// The file that the work goes to, where the database is one.
    private var file: DatabasePlace?

    /// Finds the engine's tables; changes nothing.
    init(
        _ migrator: MigrationEngine,
        _ connection: any DatabaseConnection,
        observe: MigrationEngine.Observer? = nil
    ) async throws {
        self.connection = connection
        let early = migrator.early?.found(over: connection)
        seen = early?.look
        let tables =
            if let early { early.tables } else {
                try await EngineTables.locate(
                    migrator.settings,
                    connection,
                    withPlace: !migrator.caches.targets.isEmpty
                )
            }
        self.tables = tables
        context = RunContext(migrator, tables.dialect, tables, observe: observe)
        lock = TransactionRunLock(tables.lockContext(connection, context.settings, context.observe))
    }

    // MARK: The lock

    /// Takes the lock that this database has.
    mutating func takeLock() async throws {
        try await tables.findPlace(connection)
        if context.dialect.mayBeReplaced { file = try await tables.identity.place(connection) }
        let (connection, observe) = (connection, context.observe)
        var tables = tables
        var taken = try await context.dialect.lock(tables.lockContext(connection, context.settings, observe))
        try await taken.take { transaction in
            let (grown, notices) = try await tables.make(connection, in: transaction)
            for notice in notices { observe(.notice(notice)) }
            return grown
        }
        // What was not to be had is not given back either: the server would warn of it.
        lock = taken
        self.tables = tables
        guard !context.targets.isEmpty else { return }
        await context.delivery.open(connection)
        context.payloads.count(for: await context.delivery.fingerprint)
    }

    // MARK: The file

    /// Does not call done what was done to a file that is no longer the database: a backup that was put back meanwhile.
    func checkFile() async throws {
        guard let file, file.isLasting else { return }
        let now = try await tables.identity.place(connection)
        guard now != file else { return }
        throw MigratorError(
            .fileSystem,
            "the file of the database was \(now.isLasting ? "replaced by another" : "removed") during the run: what was done "
                + "is in the one that was there before. Look at 'current', and run the command again"
        )
    }

    // MARK: The connection

    /// Connects again in place of a connection that was lost, and takes the lock.
    mutating func reconnect() async throws {
        let lost = connection
        connection = try await connectAgain()
        await lost.close()
        try await takeLock()
    }

    private func connectAgain() async throws -> any DatabaseConnection {
        let deadline = ContinuousClock.now + context.settings.lockTimeout
        var backoff = Backoff(from: .milliseconds(50), upTo: .seconds(1))
        while true {
            do {
                return try await context.connect()
            } catch {
                guard ContinuousClock.now < deadline, !(error is CancellationError) else { throw error }
                try await backoff.pause()
            }
        }
    }
}
