/// The definition of a table: what `createTable` makes, and what `dropTable` needs to be reversed.
public struct Table: Hashable, Sendable, Changeable {
    /// The table's name.
    public let name: ObjectName
    /// Its columns, in order; those that it inherits are left out.
    public private(set) var columns: [Column]
    /// The constraints that were written beside the columns.
    public private(set) var tableConstraints: [Constraint]
    /// The comment, kept in PostgreSQL's catalogue.
    public let comment: String?
    /// The options that only SQLite has.
    public let sqliteOptions: SQLiteTableOptions
    /// Whether PostgreSQL keeps it out of its log, so that it is empty after a crash.
    public private(set) var isUnlogged = false
    /// Storage parameters of PostgreSQL, such as `fillfactor`.
    public private(set) var storage: [String: String] = [:]
    /// The method and key by which it has partitions, such as `RANGE (day)`; PostgreSQL only.
    public private(set) var partitionKey: String?
    /// The table that it is a partition of, and its share; PostgreSQL only.
    public private(set) var partition: Partition?
    /// The tables that it inherits from; PostgreSQL only.
    public private(set) var parents: [ObjectName] = []
    /// Whether policies decide which rows a role sees; PostgreSQL only.
    public private(set) var rowSecurity: RowSecurity = []
    /// What PostgreSQL tells subscribers of a row that changed; its primary key if `nil`.
    public private(set) var replicaIdentity: ReplicaIdentity?
    /// The name that it had, for a declared schema.
    public private(set) var formerName: String?

    /// Creates a definition.
    public init(
        _ name: ObjectName,
        comment: String? = nil,
        sqliteOptions: SQLiteTableOptions = [],
        @TableBuilder _ elements: () -> [TableElement]
    ) {
        let elements = elements()
        self.name = name
        self.comment = comment
        self.sqliteOptions = sqliteOptions
        columns = elements.compactMap(\.column)
        tableConstraints = elements.compactMap(\.constraint)
    }

    /// All constraints: those of the columns, then those of the table.
    public var constraints: [Constraint] {
        columns.flatMap(\.constraints) + tableConstraints
    }

    /// The primary key.
    public var primaryKey: PrimaryKey? {
        for case .primaryKey(let key) in constraints { return key }
        return nil
    }

    /// The columns of the primary key.
    public var primaryKeyColumns: [String] { primaryKey?.columns ?? [] }

    /// Keeps it out of PostgreSQL's log: faster, and empty after a crash.
    public func unlogged() -> Table {
        with { $0.isUnlogged = true }
    }

    /// Sets storage parameters of PostgreSQL, such as `["fillfactor": "70"]`.
    public func storage(_ parameters: [String: String]) -> Table {
        with { $0.storage = parameters }
    }

    /// Parts its rows by a method and key, such as `RANGE (day)`; PostgreSQL only.
    public func partitioned(by key: String) -> Table {
        with { $0.partitionKey = key }
    }

    /// Makes it a partition of another table, for `FOR VALUES …` or `DEFAULT`; PostgreSQL only.
    ///
    /// It has that table's columns, and lists only those that it gives a default or a constraint of its own.
    public func partition(of parent: ObjectName, _ bounds: String) -> Table {
        with { $0.partition = Partition(parent: parent, bounds: bounds) }
    }

    /// Lets it inherit the columns of other tables; PostgreSQL only.
    public func inherits(from parents: ObjectName...) -> Table {
        with { $0.parents = parents }
    }

    /// Lets it inherit the columns of other tables, which are known by name.
    package func inherits(from parents: [ObjectName]) -> Table {
        with { $0.parents = parents }
    }

    /// Lets policies decide which rows a role sees; PostgreSQL only.
    public func rowSecurity(_ rowSecurity: RowSecurity = .enabled) -> Table {
        with { $0.rowSecurity = rowSecurity }
    }

    /// Sets what PostgreSQL tells subscribers of a row that changed.
    public func replicaIdentity(_ identity: ReplicaIdentity) -> Table {
        with { $0.replicaIdentity = identity == .default ? nil : identity }
    }

    /// Says the name that it had; counts where a database has only that.
    public func renamed(from name: String) -> Table {
        with { $0.formerName = name }
    }

    /// The same table with other columns, and other constraints beside them.
    package func with(columns: [Column], constraints: [Constraint]) -> Table {
        with {
            $0.columns = columns
            $0.tableConstraints = constraints
        }
    }
}

/// The options of a table that only SQLite has.
public struct SQLiteTableOptions: OptionSet, Hashable, Sendable {
    /// The bits.
    public let rawValue: Int

    /// Creates options from bits.
    public init(rawValue: Int) {
        self.rawValue = rawValue
    }

    /// Columns hold only values of their type.
    public static let strict = SQLiteTableOptions(rawValue: 1)
    /// Rows are kept in the order of the primary key and have no rowid.
    public static let withoutRowID = SQLiteTableOptions(rawValue: 2)
}

extension Table: CanonicallySpelled {
    package func spell(into text: inout CanonicalText) {
        name.spell(into: &text)
        text.values("columns", columns)
        // A key written at its column or beside it is the same key.
        text.unordered("constraints", constraints)
        text.string("comment", comment)
        text.flag("strict", sqliteOptions.contains(.strict))
        text.flag("withoutRowID", sqliteOptions.contains(.withoutRowID))
        text.flag("unlogged", isUnlogged)
        text.settings("storage", storage)
        text.sql("partitionedBy", partitionKey)
        text.value("partition", partition)
        text.values("inherits", parents)
        if !rowSecurity.isEmpty { text.value("rowSecurity", rowSecurity) }
        text.value("replicaIdentity", replicaIdentity)
    }
}
