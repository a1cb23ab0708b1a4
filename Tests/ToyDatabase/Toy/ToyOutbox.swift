import MigratorDatabase
import MigratorOutbox

/// The outbox of the toy: a plain one, whose database counts commits.
struct ToyOutbox: OutboxDialect {
    func placeholder(_ number: Int, _ type: ParameterType) -> String { ":\(number)" }
    func asText(_ column: String) -> String { "CAST(\(column) AS STRING)" }

    var now: String { "NOW()" }
    func moment(_ column: String) -> String { "ISO_TIME(\(column))" }
    func isOlder(thanDays days: Int) -> String { "DAYS_SINCE(o.at) > \(days)" }
    var isSinceMoment: String { "ISO_TIME(o.at) >= ISO_TIME(:1)" }

    func tables(_ outbox: Outbox) -> [TableMaking] {
        let (name, delivery, identity) = (outbox.name, outbox.delivery, outbox.identity)
        return [
            TableMaking(
                name,
                """
                CREATE TABLE IF NOT EXISTS \(name.quoted) (
                    id AUTONUMBER, uuid STRING NOT NULL UNIQUE, event STRING NOT NULL,
                    at INSTANT NOT NULL DEFAULT CURRENT_TIMESTAMP
                )
                """
            ),
            TableMaking(
                delivery,
                """
                CREATE TABLE IF NOT EXISTS \(delivery.quoted) (
                    event BIGINT NOT NULL, target STRING(255) NOT NULL, attempts BIGINT NOT NULL,
                    last_error STRING, delivered_at INSTANT, PRIMARY KEY (event, target)
                )
                """
            ),
            TableMaking(
                identity,
                "CREATE TABLE IF NOT EXISTS \(identity.quoted) (id UUID NOT NULL PRIMARY KEY, last_event UUID)"
            ),
            TableMaking(
                writing: """
                    INSERT INTO \(identity.quoted) (id) SELECT NEW_UUID()
                    WHERE NOT EXISTS (SELECT 1 FROM \(identity.quoted))
                    """
            ),
        ]
    }

    func commits(_ connection: any DatabaseConnection) async throws -> Int64? {
        try await connection.query("SHOW COMMITS").first?.get(at: 0)
    }
}
