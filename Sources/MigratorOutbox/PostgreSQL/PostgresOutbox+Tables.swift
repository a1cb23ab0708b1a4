import MigratorDatabase

extension PostgresOutbox {
    /// The constraint on `xid` is only for its index: it comes with the table, whose owner alone could add one later.
    func tables(_ outbox: Outbox) -> [TableMaking] {
        let (name, delivery, identity) = (outbox.name, outbox.delivery, outbox.identity)
        return [
            TableMaking(
                name,
                """
                CREATE TABLE IF NOT EXISTS \(name.quoted) (
                    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
                    uuid uuid NOT NULL UNIQUE,
                    xid xid8 NOT NULL DEFAULT pg_catalog.pg_current_xact_id(),
                    event text NOT NULL,
                    at timestamptz NOT NULL DEFAULT pg_catalog.now(),
                    UNIQUE (xid, id)
                )
                """
            ),
            TableMaking(
                delivery,
                """
                CREATE TABLE IF NOT EXISTS \(delivery.quoted) (
                    event bigint NOT NULL,
                    target varchar(255) NOT NULL,
                    attempts bigint NOT NULL,
                    last_error text,
                    delivered_at timestamptz,
                    PRIMARY KEY (event, target)
                )
                """
            ),
            TableMaking(
                identity,
                """
                CREATE TABLE IF NOT EXISTS \(identity.quoted) (
                    id uuid PRIMARY KEY,
                    last_event uuid
                )
                """
            ),
            TableMaking(
                writing: """
                    INSERT INTO \(identity.quoted) (id) SELECT pg_catalog.gen_random_uuid()
                    WHERE NOT EXISTS (SELECT FROM \(identity.quoted))
                    """
            ),
        ]
    }
}
