public import MigratorDatabase

extension DriverConformance {
    /// The differences between databases, as far as the checks need them.
    public struct Dialect: Sendable {
        /// The kind of database.
        public var kind: DatabaseKind
        /// The name of the type of bytes.
        public var blobType: String
        /// The name of the type of floating-point numbers of 64 bits.
        public var doubleType: String
        /// The name of the type of points in time.
        public var timestampTZType: String
        /// A query that does not end within minutes.
        public var endlessQuery: String
        /// Whether a not-a-number can be stored; if not, it must be refused.
        public var storesNaN: Bool
        /// Whether errors give the name of a unique constraint, rather than its columns as `table.column`.
        public var namesUniqueConstraints: Bool
        /// Whether errors give a foreign key's name.
        public var namesForeignKeys: Bool

        /// SQLite.
        public static let sqlite = Dialect(
            kind: .sqlite,
            blobType: "BLOB",
            doubleType: "REAL",
            timestampTZType: "TIMESTAMPTZ",
            endlessQuery: "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n",
            storesNaN: false,
            namesUniqueConstraints: false,
            namesForeignKeys: false
        )

        /// PostgreSQL.
        public static let postgres = Dialect(
            kind: .postgres,
            blobType: "bytea",
            doubleType: "double precision",
            timestampTZType: "timestamptz",
            endlessQuery: "SELECT pg_sleep(600)",
            storesNaN: true,
            namesUniqueConstraints: true,
            namesForeignKeys: true
        )
    }
}
