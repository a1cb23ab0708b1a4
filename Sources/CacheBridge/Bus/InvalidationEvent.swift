/// Something that made cached values stale: one row of the outbox, one message on the bus.
///
/// ```json
/// {"id":17,"uuid":"…","database":"…","revision":"9f94d908afb9","direction":"upgrade","kind":"schema+data",
///  "tables":["naming_spirits"],"namespaces":["naming_spirits","agent_templates"],"drop_prepared":["naming_spirits"],
///  "at":"2026-01-01T00:00:00Z"}
/// ```
public struct InvalidationEvent: Sendable, Hashable, Codable {
    /// The direction of the step that changed the data.
    public enum Direction: String, Sendable, Hashable, Codable {
        /// A revision was applied.
        case upgrade
        /// A revision was taken back.
        case downgrade
        /// A revision was marked as applied, or as not.
        case stamp
        /// An application wrote rows.
        case write
    }

    /// The kind of change.
    public enum Kind: String, Sendable, Hashable, Codable {
        /// The schema.
        case schema
        /// Rows.
        case data
        /// Both.
        case schemaAndData = "schema+data"

        /// Whether the schema changed.
        public var touchesSchema: Bool { self != .data }
    }

    /// The outbox row; 0 for a write to one entity, which has none.
    public var id: Int64
    /// The event's identity, different from that of each other event.
    public var uuid: String
    /// The fingerprint of the database.
    public var database: String
    /// The revision; `nil` for a write.
    public var revision: String?
    /// The direction of the step.
    public var direction: Direction
    /// The kind of change.
    public var kind: Kind
    /// The tables that were touched.
    public var tables: [String]
    /// The namespaces that read them.
    public var namespaces: [String]
    /// The tables whose prepared statements must be prepared anew.
    public var dropPrepared: [String]
    /// When it happened: ISO 8601, UTC.
    public var at: String
    /// The entities whose entries are stale; empty, and not in the JSON, for all.
    public var entities: [String]
    /// The version table whose step it was, if that is another than `alembic_version`; else `nil`, and not in the JSON.
    public var versionTable: String?

    private enum CodingKeys: String, CodingKey {
        case id, uuid, database, revision, direction, kind, tables, namespaces, at, entities
        case dropPrepared = "drop_prepared"
        case versionTable = "version_table"
    }

    /// Creates an event.
    public init(
        id: Int64,
        uuid: String,
        database: String,
        revision: String?,
        direction: Direction,
        kind: Kind,
        tables: [String],
        namespaces: [String],
        dropPrepared: [String] = [],
        at: String,
        entities: [String] = [],
        versionTable: String? = nil
    ) {
        self.id = id
        self.uuid = uuid
        self.database = database
        self.revision = revision
        self.direction = direction
        self.kind = kind
        self.tables = tables
        self.namespaces = namespaces
        self.dropPrepared = dropPrepared
        self.at = at
        self.entities = entities
        self.versionTable = versionTable
    }

    /// Reads an event.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        id = try container.decode(Int64.self, forKey: .id)
        uuid = try container.decode(String.self, forKey: .uuid)
        database = try container.decode(String.self, forKey: .database)
        revision = try container.decodeIfPresent(String.self, forKey: .revision)
        direction = try container.decode(Direction.self, forKey: .direction)
        kind = try container.decode(Kind.self, forKey: .kind)
        tables = try container.decode([String].self, forKey: .tables)
        namespaces = try container.decode([String].self, forKey: .namespaces)
        dropPrepared = try container.decodeIfPresent([String].self, forKey: .dropPrepared) ?? []
        at = try container.decode(String.self, forKey: .at)
        entities = try container.decodeIfPresent([String].self, forKey: .entities) ?? []
        versionTable = try container.decodeIfPresent(String.self, forKey: .versionTable)
    }

    /// Writes the event; all names are there, but for `entities` and `version_table`.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(id, forKey: .id)
        try container.encode(uuid, forKey: .uuid)
        try container.encode(database, forKey: .database)
        try container.encode(revision, forKey: .revision)
        try container.encode(direction, forKey: .direction)
        try container.encode(kind, forKey: .kind)
        try container.encode(tables, forKey: .tables)
        try container.encode(namespaces, forKey: .namespaces)
        try container.encode(dropPrepared, forKey: .dropPrepared)
        try container.encode(at, forKey: .at)
        if !entities.isEmpty { try container.encode(entities, forKey: .entities) }
        try container.encodeIfPresent(versionTable, forKey: .versionTable)
    }
}
