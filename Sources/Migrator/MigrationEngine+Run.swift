import MigrationDSL
import MigratorCore
import MigratorDatabase

extension MigrationEngine {
    /// Applies what `target` needs and the database lacks.
    ///
    /// Every revision runs in a transaction of its own together with its version rows and its journal row, so a run
    /// that fails leaves the last whole revision. Any number of processes may run at once: each revision is applied
    /// once, and what another has done is skipped.
    ///
    /// - Parameters:
    ///   - target: A revision as Alembic writes it: an id or its beginning, `head`, `heads`, a label, `label@head`, `+2`.
    ///   - dryRun: Whether to plan and render only; nothing is run.
    ///   - observe: Hears what happens, from any thread.
    /// - Returns: What was done.
    /// - Throws: `MigratorError`, `DatabaseFailure`, or `CancellationError` when the task was cancelled; the open step is
    ///   rolled back.
    @discardableResult
    public func upgrade(
        to target: Target = .head,
        dryRun: Bool = false,
        observe: Observer? = nil
    ) async throws -> RunReport {
        try await go(.upgrade, to: target, dryRun: dryRun, observe: observe)
    }

    /// Takes back what stands on `target`, in whichever branch.
    ///
    /// - Parameters:
    ///   - target: A revision as Alembic writes it, `base`, or `-1`; `label@base` keeps to a branch.
    ///   - dryRun: Whether to plan and render only; nothing is run.
    ///   - observe: Hears what happens, from any thread.
    /// - Returns: What was done.
    /// - Throws: As ``upgrade(to:dryRun:observe:)``; `MigratorError` with code `.irreversible` before anything runs if
    ///   a revision on the way cannot be taken back.
    @discardableResult
    public func downgrade(
        to target: Target,
        dryRun: Bool = false,
        observe: Observer? = nil
    ) async throws -> RunReport {
        try await go(.downgrade, to: target, dryRun: dryRun, observe: observe)
    }

    /// Makes the version table and the engine's other tables where they are missing, and nothing else.
    ///
    /// - Parameter observe: Hears what the tables lack that were made before, if the role may not add it.
    /// - Throws: `MigratorError` with code `.permissionDenied` if the role may not make them, or `DatabaseFailure`.
    public func ensureVersionTable(observe: Observer? = nil) async throws {
        try await withConnection(observe: observe) { connection in
            try await Run(self, connection, observe: observe).makeTables()
        }
    }

    /// Opens a connection, lends it to `body` and closes it; passes on what the database says meanwhile.
    func withConnection<Result: Sendable>(
        observe: Observer? = nil,
        _ body: (any DatabaseConnection) async throws -> Result
    ) async throws -> Result {
        let connection: any DatabaseConnection
        do { connection = try await connect() } catch { throw await explained(error) }
        let listener = observe.map { observe in
            let notices = connection.notices()
            return Task { for await notice in notices { observe(.notice(notice)) } }
        }
        do {
            let result = try await body(connection)
            await connection.close()
            await listener?.value
            return result
        } catch {
            let error = await explained(error, over: connection)
            await connection.close()
            await listener?.value
            throw error
        }
    }
}

extension Run {
    /// Takes the lock, which makes the engine's tables, and does nothing under it.
    func makeTables() async throws {
        try await underLock { _ in ((), []) }
    }
}
