public import MigratorDatabase
import Synchronization

/// A fixed number of connections, opened when they are first needed and lent one at a time, in the order of asking.
public final class QueryPool: ConnectionSource {
    /// Opens a connection.
    public typealias Connect = @Sendable () async throws -> any DatabaseConnection

    private enum Grant: Sendable {
        case connection(any DatabaseConnection)
        case mayOpen
        case closed
    }

    private struct State {
        var idle: [any DatabaseConnection] = []
        var lent = 0
        var isClosed = false
        var waiting: [(id: Int, continuation: CheckedContinuation<Grant, any Error>)] = []
        var nextID = 0
    }

    private let limit: Int
    private let connect: Connect
    private let state = Mutex(State())

    /// Creates a pool; nothing is opened yet.
    ///
    /// - Parameters:
    ///   - limit: How many connections there may be; at least one.
    ///   - connect: Opens a connection.
    public init(limit: Int, connect: @escaping Connect) {
        self.limit = max(limit, 1)
        self.connect = connect
    }

    /// Lends a connection; waits while all are lent.
    ///
    /// A transaction that the body leaves open is rolled back, a connection that broke is replaced.
    public func withConnection<Result: Sendable>(
        _ body: (any DatabaseConnection) async throws -> Result
    ) async throws -> Result {
        let connection = try await take()
        do {
            let result = try await body(connection)
            await giveBack(connection, isBroken: false)
            return result
        } catch {
            let code = (error as? DatabaseFailure)?.code
            await giveBack(connection, isBroken: code == .connectionLost || code == .io)
            throw error
        }
    }

    /// Closes what is idle now, and what is lent when it comes back.
    public func close() async {
        let (idle, waiting) = state.withLock { state in
            state.isClosed = true
            defer {
                state.idle = []
                state.waiting = []
            }
            return (state.idle, state.waiting)
        }
        for one in waiting { one.continuation.resume(returning: .closed) }
        for connection in idle { await connection.close() }
    }

    private func take() async throws -> any DatabaseConnection {
        switch try await grant() {
        case .connection(let connection): return connection
        case .closed: throw DatabaseFailure(.connectionLost, "the pool was closed")
        case .mayOpen:
            do {
                return try await connect()
            } catch {
                pass(nil)
                throw error
            }
        }
    }

    private func grant() async throws -> Grant {
        try Task.checkCancellation()
        let id = state.withLock { state in
            state.nextID += 1
            return state.nextID
        }
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let grant: Grant? = state.withLock { state in
                    if state.isClosed { return .closed }
                    guard state.lent < limit else {
                        state.waiting.append((id, continuation))
                        return nil
                    }
                    state.lent += 1
                    return state.idle.popLast().map { .connection($0) } ?? .mayOpen
                }
                if let grant { continuation.resume(returning: grant) }
                // The cancellation handler does not find a task that was cancelled before it stood in the queue.
                if Task.isCancelled { leave(id) }
            }
        } onCancel: {
            leave(id)
        }
    }

    private func leave(_ id: Int) {
        let waiting = state.withLock { state in
            state.waiting.firstIndex { $0.id == id }.map { state.waiting.remove(at: $0) }
        }
        waiting?.continuation.resume(throwing: CancellationError())
    }

    /// Hands a connection, or the right to open one, to the task that waits longest.
    private func pass(_ connection: (any DatabaseConnection)?) {
        let next = state.withLock { state -> CheckedContinuation<Grant, any Error>? in
            guard state.waiting.isEmpty else { return state.waiting.removeFirst().continuation }
            state.lent -= 1
            if let connection { state.idle.append(connection) }
            return nil
        }
        next?.resume(returning: connection.map { .connection($0) } ?? .mayOpen)
    }

    private func giveBack(_ connection: any DatabaseConnection, isBroken: Bool) async {
        var isUsable = !isBroken
        if isUsable, await connection.isInTransaction {
            // A cancelled caller must not keep the next one from a clean connection.
            isUsable = await Task { (try? await connection.rollback()) != nil }.value
        }
        if isUsable, !state.withLock({ $0.isClosed }) { return pass(connection) }
        await connection.close()
        pass(nil)
    }
}
