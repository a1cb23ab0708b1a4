/// A column of a table.
///
/// ```swift
/// Column("weight", .double).notNull().default(1.0)
/// ```
public struct Column: Hashable, Sendable {
    /// The column's name.
    public let name: String
    /// The column's type.
    public let type: ColumnType
    /// Whether it may hold null; a primary key may not.
    public private(set) var isNullable = true
    /// The value in a row that gives none.
    public private(set) var defaultValue: DefaultValue?
    /// Whether the database numbers the rows in it.
    public private(set) var identity: Identity?
    /// The expression that the database computes it from.
    public private(set) var generation: Generation?
    /// The collation that it is compared by.
    public private(set) var collation: SQLText?
    /// The comment, kept in PostgreSQL's catalogue.
    public private(set) var comment: String?
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
        /// Whether it is kept in the table or computed at each read, which only SQLite can.
        public let isStored: Bool
    }

    /// Creates a column that may be null and has no default.
    public init(_ name: String, _ type: ColumnType) {
        self.name = name
        self.type = type
    }

    private func with(_ change: (inout Column) -> Void) -> Column {
        var copy = self
        change(&copy)
        return copy
    }

    /// Makes it the table's primary key, which is never null.
    public func primaryKey(name: String? = nil) -> Column {
        with {
            $0.isNullable = false
            $0.constraints.append(.primaryKey(PrimaryKey([self.name], name: name)))
        }
    }

    /// Refuses null.
    public func notNull() -> Column {
        with { $0.isNullable = false }
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
    public func unique(name: String? = nil) -> Column {
        with { $0.constraints.append(.unique(Unique([self.name], name: name))) }
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

    /// Lets the database number the rows: an identity on PostgreSQL, AUTOINCREMENT on SQLite's primary key.
    public func identity(_ identity: Identity = .byDefault) -> Column {
        with {
            $0.isNullable = false
            $0.identity = identity
        }
    }

    /// Lets the database compute the column.
    public func generated(as expression: SQLText, stored: Bool = true) -> Column {
        with { $0.generation = Generation(expression: expression, isStored: stored) }
    }

    /// Sets the collation that it is compared by.
    public func collate(_ collation: SQLText) -> Column {
        with { $0.collation = collation }
    }

    /// Says what it is for.
    public func comment(_ comment: String) -> Column {
        with { $0.comment = comment }
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
        if let generation {
            text.node("generated") {
                generation.expression.spell(into: &$0)
                $0.flag("stored", generation.isStored)
            }
        }
        text.value("collation", collation)
        text.string("comment", comment)
    }
}
