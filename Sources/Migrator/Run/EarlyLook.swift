import MigratorDatabase
import Synchronization

/// A look at a database that is taken while its revisions are still being read.
///
/// Neither needs the other, and on a server or with a long history both take their time. The run that comes then finds
/// its connection open and its first questions answered.
package final class EarlyLook: Sendable {
    /// What was seen, and over which connection.
    struct Found: Sendable {
        let connection: any DatabaseConnection
        let tables: EngineTables
        let look: EngineTables.Look
    }

    private enum State {
        case looking(Task<Found, any Error>)
        case found(Found)
        case over
    }

    private let state: Mutex<State>
    private let open: MigrationEngine.Connect

    /// Begins to connect, and asks what a run asks that is told this.
    package init(_ settings: MigratorSettings, _ caches: MigratorCaches, connect: @escaping MigrationEngine.Connect) {
        open = connect
        let targets = caches.targets.map(\.name)
        let task = Task.detached {
            let connection = try await connect()
            do {
                return try await connection.together {
                    let tables = try await EngineTables.locate(settings, connection, withPlace: !targets.isEmpty)
                    let look = try await tables.look(targets, withChecksums: true, connection)
                    return Found(connection: connection, tables: tables, look: look)
                }
            } catch {
                await connection.close()
                throw error
            }
        }
        state = Mutex(.looking(task))
    }

    /// The connection over which was looked, or the next one.
    func connect() async throws -> any DatabaseConnection {
        guard let task = looking() else { return try await open() }
        let found = try await withTaskCancellationHandler {
            try await task.value
        } onCancel: {
            task.cancel()
        }
        state.withLock { $0 = .found(found) }
        return found.connection
    }

    /// What was seen over a connection, once.
    func found(over connection: any DatabaseConnection) -> Found? {
        state.withLock { state in
            guard case .found(let found) = state, found.connection === connection else { return nil }
            state = .over
            return found
        }
    }

    /// Ends what nobody waits for any more.
    package func abandon() async {
        guard let task = looking() else { return }
        task.cancel()
        if let found = try? await task.value { await found.connection.close() }
    }

    private func looking() -> Task<Found, any Error>? {
        state.withLock { state in
            guard case .looking(let task) = state else { return nil }
            state = .over
            return task
        }
    }
}
