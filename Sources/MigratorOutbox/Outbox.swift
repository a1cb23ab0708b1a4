package import MigratorDatabase

/// The tables that keep caches right: the outbox, its deliveries, and the database's identity.
///
/// | table | column | PostgreSQL | SQLite |
/// |---|---|---|---|
/// | `migrator_outbox` | `id` | `bigint GENERATED ALWAYS AS IDENTITY`, the key | `INTEGER PRIMARY KEY AUTOINCREMENT` |
/// | | `uuid` | `uuid NOT NULL UNIQUE` | `TEXT NOT NULL UNIQUE` |
/// | | `xid` | `xid8 NOT NULL DEFAULT pg_current_xact_id()`, with an index | none |
/// | | `event` | `text NOT NULL`, the JSON of `InvalidationEvent` | `TEXT NOT NULL` |
/// | | `at` | `timestamptz NOT NULL DEFAULT now()` | `TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP` |
/// | `migrator_delivery` | `event`, `target` | the key: an outbox row's `id`, and who is told | the same |
/// | | `attempts`, `last_error` | how often it was tried, and why it failed the last time | the same |
/// | | `delivered_at` | `timestamptz`, null until the target was told | `TIMESTAMP WITH TIME ZONE` |
/// | `migrator_identity` | `id` | `uuid PRIMARY KEY` | `UUID NOT NULL PRIMARY KEY` |
/// | | `last_event` | the `uuid` of the last event that a target was told of | the same |
///
/// A row's event is written without its number, its time and the database's fingerprint, which come from the row and
/// the database when it is read: a script knows none of them, and a copy of a database has another fingerprint.
package struct Outbox: Sendable {
    package static let tableName = "migrator_outbox"
    package static let deliveryName = "migrator_delivery"
    package static let identityName = "migrator_identity"

    /// The channel on which sessions of PostgreSQL are woken.
    package static let channel = "ecs_invalidate"

    package let name: TableName
    package let delivery: TableName
    package let identity: TableName

    /// The tables of a schema; `nil` for the one that the database looks in first.
    package init(schema: String? = nil) {
        name = TableName(Self.tableName, schema: schema)
        delivery = TableName(Self.deliveryName, schema: schema)
        identity = TableName(Self.identityName, schema: schema)
    }

    /// The tables that lie beside a version table.
    package init(beside versionTable: TableName) {
        self.init(schema: versionTable.schema)
    }

    /// All of them, in the order of their making.
    package var names: [TableName] { [name, delivery, identity] }

    /// The statements that make the tables where they are missing.
    package func tables(on kind: DatabaseKind) throws(DatabaseFailure) -> [TableMaking] {
        try kind.outboxDialect.tables(self)
    }

    /// Whether events are written with the database's place, which is then asked for before their transaction begins.
    package func needsPlace(on kind: DatabaseKind) throws(DatabaseFailure) -> Bool { try kind.outboxDialect.needsPlace }

    package typealias Statement = (sql: String, parameters: [DatabaseCell])
}
