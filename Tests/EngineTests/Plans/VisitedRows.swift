import Foundation
import Migrator
import MigratorDatabase
import Synchronization

/// Counts the rows that PostgreSQL has looked at, by the plans that its auto_explain tells as notices.
final class VisitedRows: Sendable {
    private let total = Mutex(0)
    var count: Int { total.withLock { $0 } }

    func hear(_ event: RunEvent) {
        guard case .notice(let notice) = event, let start = notice.message.firstIndex(of: "{"),
            let json = try? JSONSerialization.jsonObject(with: Data(notice.message[start...].utf8)) as? [String: Any],
            let plan = json["Plan"] as? [String: Any]
        else { return }
        let visited = Self.visited(plan)
        total.withLock { $0 += visited }
    }

    private static func visited(_ node: [String: Any]) -> Int {
        func number(_ key: String) -> Int { (node[key] as? NSNumber)?.intValue ?? 0 }
        let rows =
            number("Actual Rows") + number("Rows Removed by Filter") + number("Rows Removed by Join Filter")
        let below = (node["Plans"] as? [[String: Any]] ?? []).map(visited).reduce(0, +)
        return rows * number("Actual Loops") + below
    }
}
