import Database
import Migrator
import Synchronization

/// Opens the first connection while something else is done, and further ones when they are asked for.
final class EarlyConnection: Sendable {
    private let open: Migrator.Connect
    private let first: Mutex<Task<any DatabaseConnection, any Error>?>

    init(_ open: @escaping Migrator.Connect) {
        self.open = open
        first = Mutex(Task.detached { try await open() })
    }

    /// The connection that was opened early, or the next one.
    func connect() async throws -> any DatabaseConnection {
        let early = first.withLock { first in
            defer { first = nil }
            return first
        }
        guard let early else { return try await open() }
        return try await withTaskCancellationHandler {
            try await early.value
        } onCancel: {
            early.cancel()
        }
    }

    /// Nobody will ask for it.
    func abandon() {
        first.withLock { $0?.cancel() }
    }
}
