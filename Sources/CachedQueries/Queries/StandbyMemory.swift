import MigratorDatabase
import Synchronization

/// Remembers which connections lead to a standby: each is asked once.
final class StandbyMemory: Sendable {
    private struct Known {
        weak var connection: (any DatabaseConnection)?
        let isStandby: Bool
    }

    private struct State {
        var known: [ObjectIdentifier: Known] = [:]
        /// Whether the last connection of the source led to a standby; `nil` before the first.
        var sourceIsStandby: Bool?
    }

    private let state = Mutex(State())

    /// Whether the source's connections lead to a standby; `nil` if that is not known.
    var sourceIsStandby: Bool? { state.withLock { $0.sourceIsStandby } }

    /// Notes a connection of the source.
    func note(_ connection: any DatabaseConnection) async throws -> Bool {
        let isStandby = try await isStandby(connection)
        state.withLock { $0.sourceIsStandby = isStandby }
        return isStandby
    }

    /// Whether a connection leads to a standby.
    ///
    /// - Throws: `DatabaseFailure`, if it must be asked and cannot be.
    func isStandby(_ connection: any DatabaseConnection) async throws -> Bool {
        let id = ObjectIdentifier(connection)
        // The same address may be another connection's by now.
        if let known = state.withLock({ $0.known[id] }), known.connection === connection { return known.isStandby }
        let isStandby = try await ask(connection)
        state.withLock { state in
            state.known = state.known.filter { $0.value.connection != nil }
            state.known[id] = Known(connection: connection, isStandby: isStandby)
        }
        return isStandby
    }

    private func ask(_ connection: any DatabaseConnection) async throws -> Bool {
        guard let standbyQuery = try connection.kind.queryDialect.standbyQuery else { return false }
        return try await connection.query(standbyQuery).first?.get("standby") ?? false
    }
}
