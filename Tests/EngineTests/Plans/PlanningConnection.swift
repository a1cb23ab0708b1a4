import MigratorDatabase
import MigratorTestSupport
import Synchronization

/// A connection to SQLite that asks, before each statement that reads or changes rows, by which plan it will be run.
final class PlanningConnection: ConnectionWrapper {
    /// The statements that read a table within a loop over another, each with its plan.
    final class Findings: Sendable {
        private let state = Mutex<(plans: Int, nested: [String])>((0, []))
        var plans: Int { state.withLock { $0.plans } }
        var nested: [String] { state.withLock { $0.nested } }

        func add(_ sql: String, _ plan: [DatabaseRow]) throws {
            let isNested = try PlanningConnection.isNested(plan)
            let text = try plan.map { try $0.get("detail", as: String.self) }.joined(separator: "; ")
            state.withLock {
                $0.plans += 1
                if isNested { $0.nested.append("\(sql): \(text)") }
            }
        }
    }

    let base: any DatabaseConnection
    private let findings: Findings

    init(_ base: any DatabaseConnection, _ findings: Findings) {
        self.base = base
        self.findings = findings
    }

    /// Whether a plan reads a table whole once for each row of another.
    static func isNested(_ plan: [DatabaseRow]) throws -> Bool {
        var looped: Set<Int> = []
        var correlated: Set<Int> = []
        for row in plan {
            let (id, parent): (Int, Int) = (try row.get("id"), try row.get("parent"))
            let detail: String = try row.get("detail")
            // What is materialized is so once.
            let isWithin = correlated.contains(parent) && !detail.hasPrefix("MATERIALIZE")
            if detail.hasPrefix("CORRELATED") || isWithin { correlated.insert(id) }
            let isSmall =
                detail.contains("VIRTUAL TABLE") || detail.contains(" sqlite_")
                || ["SCAN CONSTANT ROW", "SCAN heard"].contains(detail)
            if detail.hasPrefix("SCAN"), !isSmall {
                if correlated.contains(parent) || looped.contains(parent) { return true }
            }
            if detail.hasPrefix("SCAN") || detail.hasPrefix("SEARCH") { looped.insert(parent) }
        }
        return false
    }

    private func plan(_ sql: String, _ parameters: [DatabaseCell]) async throws(DatabaseFailure) {
        let first = sql.drop { $0.isWhitespace }.prefix { $0.isLetter }.uppercased()
        guard ["SELECT", "INSERT", "UPDATE", "DELETE", "WITH"].contains(first) else { return }
        let plan = try await base.query("EXPLAIN QUERY PLAN \(sql)", parameters)
        do {
            try findings.add(sql, plan)
        } catch {
            throw DatabaseFailure(.wrongType, "\(error)")
        }
    }

    func around<Result>(
        _ call: ConnectionCall,
        _ body: () async throws(DatabaseFailure) -> Result
    ) async throws(DatabaseFailure) -> Result {
        if case .statements(let statements) = call {
            for (sql, parameters) in statements { try await plan(sql, parameters) }
        }
        return try await body()
    }
}
