import MigratorDatabase

extension SQLiteOutbox {
    func tables(_ outbox: Outbox) -> [TableMaking] {
        let (name, delivery, identity) = (outbox.name, outbox.delivery, outbox.identity)
        return [
            TableMaking(
                name,
                """
                CREATE TABLE IF NOT EXISTS \(name.quoted) (
                    id INTEGER PRIMARY KEY AUTOINCREMENT,
                    uuid TEXT NOT NULL UNIQUE,
                    event TEXT NOT NULL,
                    at TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP
                )
                """
            ),
            TableMaking(
                delivery,
                """
                CREATE TABLE IF NOT EXISTS \(delivery.quoted) (
                    event INTEGER NOT NULL,
                    target VARCHAR(255) NOT NULL,
                    attempts INTEGER NOT NULL,
                    last_error TEXT,
                    delivered_at TIMESTAMP WITH TIME ZONE,
                    PRIMARY KEY (event, target)
                )
                """
            ),
            TableMaking(
                identity,
                """
                CREATE TABLE IF NOT EXISTS \(identity.quoted) (
                    id UUID NOT NULL PRIMARY KEY,
                    last_event UUID
                )
                """
            ),
            TableMaking(
                writing: """
                    INSERT INTO \(identity.quoted) (id) SELECT \(Self.newUUID)
                    WHERE NOT EXISTS (SELECT 1 FROM \(identity.quoted))
                    """
            ),
        ]
    }

    /// A random UUID of SQLite's making.
    private static let newUUID = """
        lower(hex(randomblob(4)) || '-' || hex(randomblob(2)) || '-4' || substr(hex(randomblob(2)), 2) || '-a' \
        || substr(hex(randomblob(2)), 2) || '-' || hex(randomblob(6)))
        """
}
