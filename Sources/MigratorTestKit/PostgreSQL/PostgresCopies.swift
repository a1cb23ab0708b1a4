import Migrator
import MigratorDatabase
import Synchronization

/// Copies of a migrated database; some are made ahead, for tests that wait.
final class PostgresCopies: CopyRoom {
    private struct State {
        var template: Task<String, any Error>?
        /// How many wait for a copy of this template.
        var waiting = 0
        /// Copies that nobody has yet.
        var ready: [String] = []
        /// Those on their way.
        var making: [Int: Task<Void, Never>] = [:]
        var next = 0
    }

    private let history: TestHistory
    private let server: PostgresTestServer
    private let state = Mutex(State())

    var gate: DatabaseGate { server.gate }

    init(_ history: TestHistory, on server: PostgresTestServer) {
        self.history = history
        self.server = server
    }

    /// How many copies are made ahead at most.
    private static let ahead = 2

    // MARK: Copies

    func take() async throws -> MigratedDatabase {
        let ready = state.withLock { $0.ready.popLast() }
        makeAhead()
        let name = if let ready { ready } else { try await copy() }
        return try lent(name)
    }

    private func lent(_ name: String) throws -> MigratedDatabase {
        MigratedDatabase(try server.url.naming(name), name, server.connect)
    }

    private func copy() async throws -> String {
        do {
            return try await server.copy(of: try await template())
        } catch let error as DatabaseFailure where error.sqlState == "3D000" {
            // It was dropped meanwhile.
            state.withLock { $0.template = nil }
            return try await server.copy(of: try await template())
        }
    }

    private func template() async throws -> String {
        let task = state.withLock { state in
            if let template = state.template { return template }
            let task = Task { try await PostgresTemplates(server).template(of: history) }
            state.template = task
            return task
        }
        do {
            return try await task.value
        } catch {
            // What is wrong with a history stays so; with a server it may not.
            if !(error is MigratorError) { state.withLock { if $0.template == task { $0.template = nil } } }
            throw error
        }
    }

    func drop(_ database: MigratedDatabase) async {
        if let name = database.name { await server.drop(name) }
        await dropUnused()
    }

    func keep(_ database: MigratedDatabase) async -> MigratedDatabase {
        defer { makeAhead() }
        await dropUnused()
        guard let name = database.name, let kept = try? await PostgresTemplates(server).keep(name) else {
            return database
        }
        return (try? lent(kept)) ?? database
    }

    // MARK: Ahead

    func note(waiting change: Int) { state.withLock { $0.waiting += change } }

    func left() async { await dropUnused() }

    /// Begins to make copies for those who wait.
    private func makeAhead() {
        state.withLock { state in
            let wanted = min(state.waiting, Self.ahead) - state.ready.count - state.making.count
            for _ in 0..<max(wanted, 0) {
                let number = state.next
                state.next += 1
                state.making[number] = Task {
                    let name = try? await copy()
                    self.state.withLock { state in
                        state.making[number] = nil
                        if let name { state.ready.append(name) }
                    }
                }
            }
        }
    }

    /// Drops what was made ahead for more than wait: nobody else would.
    private func dropUnused() async {
        let making = state.withLock { state in state.waiting == 0 ? Array(state.making.values) : [] }
        for task in making { await task.value }
        let unused = state.withLock { state in
            let count = max(state.ready.count - state.waiting, 0)
            defer { state.ready.removeLast(count) }
            return Array(state.ready.suffix(count))
        }
        for name in unused { await server.drop(name) }
    }
}
