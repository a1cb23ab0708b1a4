import Database
import Synchronization

/// A connection to SQLite that asks, before each statement that reads or changes rows, by which plan it will be run.
final class PlanningConnection: DatabaseConnection {
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

    private let base: any DatabaseConnection
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

    private func plan(_ sql: String, _ parameters: [DatabaseValue]) async throws(DatabaseError) {
        let first = sql.drop { $0.isWhitespace }.prefix { $0.isLetter }.uppercased()
        guard ["SELECT", "INSERT", "UPDATE", "DELETE", "WITH"].contains(first) else { return }
        let plan = try await base.query("EXPLAIN QUERY PLAN \(sql)", parameters)
        do {
            try findings.add(sql, plan)
        } catch {
            throw DatabaseError(.wrongType, "\(error)")
        }
    }

    var kind: DatabaseKind { base.kind }
    var isInTransaction: Bool { get async { await base.isInTransaction } }

    func execute(_ sql: String, _ parameters: [DatabaseValue]) async throws(DatabaseError) -> Int {
        try await plan(sql, parameters)
        return try await base.execute(sql, parameters)
    }

    func query(_ sql: String, _ parameters: [DatabaseValue]) async throws(DatabaseError) -> [DatabaseRow] {
        try await plan(sql, parameters)
        return try await base.query(sql, parameters)
    }

    func prepare(_ sql: String) async throws(DatabaseError) -> PreparedStatement { try await base.prepare(sql) }

    func execute(
        _ statement: PreparedStatement,
        _ parameters: [DatabaseValue]
    ) async throws(DatabaseError) -> Int {
        try await base.execute(statement, parameters)
    }

    func query(
        _ statement: PreparedStatement,
        _ parameters: [DatabaseValue]
    ) async throws(DatabaseError) -> [DatabaseRow] {
        try await base.query(statement, parameters)
    }

    func discard(_ statement: PreparedStatement) async { await base.discard(statement) }
    func begin() async throws(DatabaseError) { try await base.begin() }
    func commit() async throws(DatabaseError) { try await base.commit() }
    func rollback() async throws(DatabaseError) { try await base.rollback() }

    func bulkLoad(
        into table: TableName,
        from source: sending any BulkSource,
        onConflict: BulkConflict
    ) async throws -> Int {
        try await base.bulkLoad(into: table, from: source, onConflict: onConflict)
    }

    func columns(of table: TableName) async throws(DatabaseError) -> [CatalogColumn] {
        try await base.columns(of: table)
    }

    func cancel() { base.cancel() }
    func notices() -> AsyncStream<DatabaseNotice> { base.notices() }
    func close() async { await base.close() }
}
