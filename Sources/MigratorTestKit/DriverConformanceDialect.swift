public import MigratorDatabase

extension DriverConformance {
    /// The differences between databases, as far as the checks need them.
    public struct Dialect: Sendable {
        /// The kind of database.
        public var kind: DatabaseKind
        /// The name of the type of text.
        public var textType: String
        /// The name of the type of text of up to 40 characters.
        public var shortTextType: String
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

        /// Says where a database differs; what is left out is as standard SQL, or a plain database, has it.
        public init(
            kind: DatabaseKind,
            textType: String = "text",
            shortTextType: String = "varchar(40)",
            blobType: String = "blob",
            doubleType: String = "double precision",
            timestampTZType: String = "timestamp with time zone",
            endlessQuery: String,
            storesNaN: Bool = false,
            namesUniqueConstraints: Bool = true,
            namesForeignKeys: Bool = true
        ) {
            self.kind = kind
            self.textType = textType
            self.shortTextType = shortTextType
            self.blobType = blobType
            self.doubleType = doubleType
            self.timestampTZType = timestampTZType
            self.endlessQuery = endlessQuery
            self.storesNaN = storesNaN
            self.namesUniqueConstraints = namesUniqueConstraints
            self.namesForeignKeys = namesForeignKeys
        }

        /// SQLite.
        public static let sqlite = Dialect(
            kind: .sqlite,
            textType: "text",
            shortTextType: "varchar(40)",
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
            textType: "text",
            shortTextType: "varchar(40)",
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
