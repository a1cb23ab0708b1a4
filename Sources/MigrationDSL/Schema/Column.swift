/// A column of a table.
///
/// ```swift
/// Column("weight", .double).notNull().default(1.0)
/// ```
public struct Column: Hashable, Sendable, Changeable {
    /// The column's name.
    public let name: String
    /// The column's type.
    public private(set) var type: ColumnType
    /// Whether it may hold null; a primary key may not.
    public private(set) var isNullable = true
    /// The name of the constraint that refuses null: kept by PostgreSQL 18 and by SQLite.
    public private(set) var notNullName: String?
    /// What SQLite does with a row that has null here.
    public private(set) var notNullConflict: ConflictResolution?
    /// The value in a row that gives none.
    public private(set) var defaultValue: DefaultValue?
    /// Whether the database numbers the rows in it.
    public private(set) var identity: Identity?
    /// How it numbers them; PostgreSQL only.
    public private(set) var identityOptions: SequenceOptions?
    /// The expression that the database computes it from.
    public private(set) var generation: Generation?
    /// The collation that it is compared by.
    public private(set) var collation: SQLText?
    /// The comment, kept in PostgreSQL's catalogue.
    public private(set) var comment: String?
    /// How PostgreSQL stores it, such as `EXTERNAL`.
    public private(set) var storage: String?
    /// How PostgreSQL compresses it, such as `lz4`.
    public private(set) var compression: String?
    /// The name that it had, for a declared schema.
    public private(set) var formerName: String?
    /// The constraints that were written at the column.
    public private(set) var constraints: [Constraint] = []

    /// How the database numbers the rows.
    public enum Identity: String, Hashable, Sendable {
        /// The database gives the number, always.
        case always
        /// The database gives it where the row does not.
        case byDefault
    }

    /// The expression that a generated column is computed from.
    public struct Generation: Hashable, Sendable {
        /// The expression.
        public let expression: SQLText
        /// Whether it is kept in the table or computed at each read, which PostgreSQL can since 18.
        public let isStored: Bool

        /// Creates what a column is computed from.
        public init(_ expression: SQLText, stored: Bool = true) {
            self.expression = expression
            isStored = stored
        }
    }

    /// Creates a column that may be null and has no default.
    public init(_ name: String, _ type: ColumnType) {
        self.name = name
        self.type = type
    }

    /// Makes it the table's primary key, which is never null unless SQLite allows it to be.
    public func primaryKey(
        name: String? = nil,
        descending: Bool = false,
        allowsNull: Bool = false,
        onConflict: ConflictResolution? = nil
    ) -> Column {
        let key = PrimaryKey(
            [self.name],
            name: name,
            descending: descending ? [self.name] : [],
            allowsNull: allowsNull,
            onConflict: onConflict
        )
        return with {
            if !allowsNull { $0.isNullable = false }
            $0.constraints.append(.primaryKey(key))
        }
    }

    /// Refuses null.
    public func notNull(name: String? = nil, onConflict: ConflictResolution? = nil) -> Column {
        with {
            $0.isNullable = false
            $0.notNullName = name
            $0.notNullConflict = onConflict
        }
    }

    /// Allows null, as a column does unless told otherwise.
    public func nullable() -> Column {
        with { $0.isNullable = true }
    }

    /// Gives rows that do not say a value.
    public func `default`(_ value: DefaultValue) -> Column {
        with { $0.defaultValue = value }
    }

    /// Refuses two rows of the same value.
    public func unique(name: String? = nil, onConflict: ConflictResolution? = nil) -> Column {
        with { $0.constraints.append(.unique(Unique([self.name], name: name, onConflict: onConflict))) }
    }

    /// Refuses rows for which the expression is false.
    public func check(_ expression: SQLText, name: String? = nil) -> Column {
        with { $0.constraints.append(.check(Check(expression, name: name))) }
    }

    /// Refuses values that the column of another table does not hold.
    public func references(
        _ table: ObjectName,
        _ column: String = "id",
        onDelete: ReferentialAction? = nil,
        onUpdate: ReferentialAction? = nil,
        deferrable: Deferral? = nil,
        name: String? = nil
    ) -> Column {
        let key = ForeignKey(
            [self.name],
            references: table,
            [column],
            onDelete: onDelete,
            onUpdate: onUpdate,
            deferrable: deferrable,
            name: name
        )
        return with { $0.constraints.append(.foreignKey(key)) }
    }

    /// Takes a constraint that was written at the column.
    package func constrained(by constraint: Constraint) -> Column {
        with { $0.constraints.append(constraint) }
    }

    /// Lets the database number the rows: an identity on PostgreSQL, AUTOINCREMENT on SQLite's primary key.
    ///
    /// How the numbers are counted is PostgreSQL's alone.
    public func identity(_ identity: Identity = .byDefault, _ options: SequenceOptions? = nil) -> Column {
        with {
            $0.isNullable = false
            $0.identity = identity
            $0.identityOptions = options
        }
    }

    /// Lets the database compute the column.
    public func generated(as expression: SQLText, stored: Bool = true) -> Column {
        with { $0.generation = Generation(expression, stored: stored) }
    }

    /// Sets the collation that it is compared by.
    public func collate(_ collation: SQLText) -> Column {
        with { $0.collation = collation }
    }

    /// Says what it is for.
    public func comment(_ comment: String) -> Column {
        with { $0.comment = comment }
    }

    /// Sets how PostgreSQL stores it: `PLAIN`, `EXTERNAL`, `EXTENDED` or `MAIN`.
    public func storage(_ storage: String) -> Column {
        with { $0.storage = storage }
    }

    /// Sets how PostgreSQL compresses it: `pglz` or `lz4`.
    public func compression(_ method: String) -> Column {
        with { $0.compression = method }
    }

    /// Says the name that it had; counts where a database has only that.
    public func renamed(from name: String) -> Column {
        with { $0.formerName = name }
    }

    /// The same column of another type, and with other constraints at it.
    package func with(type: ColumnType, constraints: [Constraint]) -> Column {
        with {
            $0.type = type
            $0.constraints = constraints
        }
    }
}

extension Column: CanonicallySpelled {
    /// Without the constraints: a table spells those of its columns beside its own.
    package func spell(into text: inout CanonicalText) {
        text.string("name", name)
        text.value("type", type)
        text.flag("notNull", !isNullable)
        text.value("default", defaultValue)
        text.string("identity", identity?.rawValue)
        text.value("generated", generation)
        text.value("collation", collation)
        text.string("comment", comment)
        text.string("notNullName", notNullName)
        text.string("onNull", notNullConflict?.rawValue)
        text.value("identityOptions", identityOptions)
        text.string("storage", storage)
        text.string("compression", compression)
    }
}

extension Column.Generation: CanonicallySpelled {
    package func spell(into text: inout CanonicalText) {
        expression.spell(into: &text)
        text.flag("stored", isStored)
    }
}
