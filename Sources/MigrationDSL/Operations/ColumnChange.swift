/// Aspects of a column that change together; `nil` leaves an aspect as it is.
public struct ColumnChange: Hashable, Sendable {
    /// The type.
    public let type: ColumnType?
    /// The collation.
    ///
    /// PostgreSQL forgets it where the type changes, unless the change or `was` says it.
    public let collation: Change<SQLText>?
    /// Whether it may be null.
    public let isNullable: Bool?
    /// What a statement does that puts null where none may be; SQLite only.
    public let notNullConflict: Change<ConflictResolution>?
    /// The default.
    public let defaultValue: Change<DefaultValue>?
    /// The comment.
    public let comment: Change<String>?
    /// How the database numbers the rows; on SQLite AUTOINCREMENT, of a column that is the primary key.
    public let identity: Change<Identity>?
    /// What the column is computed from; PostgreSQL only.
    ///
    /// Removed, the values stay; set to another expression, which PostgreSQL can since 17, they are computed anew.
    public let generated: Change<Column.Generation>?

    /// How the database numbers the rows, and how it counts.
    public struct Identity: Hashable, Sendable {
        /// Whether it gives the number always.
        public let kind: Column.Identity
        /// How it counts.
        public let options: SequenceOptions?

        /// Creates an identity.
        public init(_ kind: Column.Identity = .byDefault, _ options: SequenceOptions? = nil) {
            self.kind = kind
            self.options = options
        }
    }

    /// What becomes of something that may be absent.
    public enum Change<Wrapped: Hashable & Sendable>: Hashable, Sendable {
        /// It becomes this.
        case set(Wrapped)
        /// It goes.
        case remove
    }

    /// Creates a change.
    public init(
        type: ColumnType? = nil,
        collation: Change<SQLText>? = nil,
        nullable: Bool? = nil,
        onNull notNullConflict: Change<ConflictResolution>? = nil,
        default defaultValue: Change<DefaultValue>? = nil,
        comment: Change<String>? = nil,
        identity: Change<Identity>? = nil,
        generated: Change<Column.Generation>? = nil
    ) {
        self.type = type
        self.collation = collation
        isNullable = nullable
        self.notNullConflict = notNullConflict
        self.defaultValue = defaultValue
        self.comment = comment
        self.identity = identity
        self.generated = generated
    }
}

extension ColumnChange: AspectChange {
    var aspects: [String] {
        [
            type == nil ? nil : "type",
            collation == nil ? nil : "collation",
            isNullable == nil ? nil : "nullable",
            notNullConflict == nil ? nil : "onNull",
            defaultValue == nil ? nil : "default",
            comment == nil ? nil : "comment",
            identity == nil ? nil : "identity",
            generated == nil ? nil : "generated",
        ].compactMap(\.self)
    }
}

extension ColumnChange: CanonicallySpelled {
    package func spell(into text: inout CanonicalText) {
        text.value("type", type)
        switch collation {
        case .set(let collation): text.value("collation", collation)
        case .remove: text.flag("dropCollation", true)
        case nil: break
        }
        if let isNullable { text.flag(isNullable ? "nullable" : "notNull", true) }
        switch notNullConflict {
        case .set(let resolution): text.string("onNull", resolution.rawValue)
        case .remove: text.flag("dropOnNull", true)
        case nil: break
        }
        switch defaultValue {
        case .set(let value): text.value("default", value)
        case .remove: text.flag("dropDefault", true)
        case nil: break
        }
        switch comment {
        case .set(let comment): text.string("comment", comment)
        case .remove: text.flag("dropComment", true)
        case nil: break
        }
        text.change("identity", identity)
        text.change("generated", generated)
    }
}

extension ColumnChange.Identity: CanonicallySpelled {
    package func spell(into text: inout CanonicalText) {
        text.string("kind", kind.rawValue)
        text.value("options", options)
    }
}
