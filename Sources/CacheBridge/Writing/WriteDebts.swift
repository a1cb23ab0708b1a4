package import MigratorSystem
import Synchronization

/// The writes of this process that no store could be told of: namespaces and their entities, `nil` for all.
package final class WriteDebts: Sendable {
    /// The stale part of a namespace, each entity with a number that no other debt has.
    package typealias Owed = [ExactText?: Int]

    private struct State {
        var owed: [String: Owed] = [:]
        var last = 0
    }

    /// The number of entities from which on the whole namespace is owed.
    private static let limit = 1000

    private let state = Mutex(State())

    package init() {}

    /// All that is owed, by namespace.
    package var all: [String: Owed] { state.withLock { $0.owed } }

    /// Notes an entity of a namespace, `nil` for all of it.
    package func owe(_ namespace: String, _ entity: String?) {
        state.withLock { state in
            let isMany = state.owed[namespace]?.count ?? 0 >= Self.limit
            state.last += 1
            state.owed[namespace, default: [:]][isMany ? nil : entity.map(ExactText.init)] = state.last
        }
    }

    /// Strikes out what was paid; what came meanwhile stays, also of the same entity: it was written once more.
    package func pay(_ namespace: String, _ paid: Owed) {
        state.withLock { state in
            let left = state.owed[namespace]?.filter { paid[$0.key] != $0.value } ?? [:]
            state.owed[namespace] = left.isEmpty ? nil : left
        }
    }
}
