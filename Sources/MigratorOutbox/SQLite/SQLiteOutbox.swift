/// The outbox on SQLite: one transaction writes at a time, so numbers are in the order of commits, and are positions.
struct SQLiteOutbox: OutboxDialect {
    func placeholder(_ number: Int, _ type: ParameterType) -> String { "?\(number)" }

    func placeholderInOrder(_ number: Int, _ type: ParameterType) -> String { "?" }

    var now: String { "strftime('%Y-%m-%d %H:%M:%f', 'now')" }

    func moment(_ column: String) -> String { "strftime('%Y-%m-%dT%H:%M:%SZ', \(column))" }

    func isOlder(thanDays days: Int) -> String { "o.at < datetime('now', '-\(days) days')" }

    var isSinceMoment: String { "datetime(o.at) >= datetime(?1)" }
}
