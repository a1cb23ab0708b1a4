import ByteEquality
import Synchronization

/// What this process wrote and could tell no store of: namespaces and their entities, `nil` for all.
final class WriteDebts: Sendable {
    /// With so many entities the whole namespace is owed.
    private static let limit = 1000

    private let owed = Mutex<[String: Set<ExactText?>]>([:])

    var all: [String: Set<ExactText?>] { owed.withLock { $0 } }

    func owe(_ namespace: String, _ entity: String?) {
        owed.withLock { owed in
            let isMany = owed[namespace]?.count ?? 0 >= Self.limit
            owed[namespace, default: []].insert(isMany ? nil : entity.map(ExactText.init))
        }
    }

    /// Strikes out what was paid; what came meanwhile stays.
    func pay(_ namespace: String, _ entities: Set<ExactText?>) {
        owed.withLock { owed in
            owed[namespace]?.subtract(entities)
            if owed[namespace]?.isEmpty == true { owed[namespace] = nil }
        }
    }
}
