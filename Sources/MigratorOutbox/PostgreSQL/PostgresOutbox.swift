/// The outbox on PostgreSQL: numbers are given out before they are committed, so positions are those of transactions.
struct PostgresOutbox: OutboxDialect {
    func placeholder(_ number: Int, _ type: ParameterType) -> String {
        switch type {
        case .any: "$\(number)"
        case .text: "$\(number)::text"
        case .number: "$\(number)::bigint"
        case .uuid: "$\(number)::text::uuid"
        }
    }

    func placeholderInOrder(_ number: Int, _ type: ParameterType) -> String { placeholder(number, type) }

    var now: String { "pg_catalog.clock_timestamp()" }

    func moment(_ column: String) -> String {
        "pg_catalog.to_char(\(column) AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"')"
    }

    func isOlder(thanDays days: Int) -> String { "o.at < pg_catalog.now() - interval '\(days) days'" }

    var isSinceMoment: String { "o.at >= $1::text::timestamptz" }

    var eventColumns: String {
        """
        o.id, o.uuid::text AS uuid, o.event,
            \(moment("o.at")) AS moment
        """
    }
}
