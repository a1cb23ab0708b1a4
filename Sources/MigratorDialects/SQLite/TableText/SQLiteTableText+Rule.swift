import MigrationDSL

extension SQLiteTableText {
    /// What a clause says.
    enum Rule: Equatable, Sendable {
        case primaryKey([KeyColumn], isNumbered: Bool, ConflictResolution?)
        case notNull(ConflictResolution?)
        case null
        case unique([KeyColumn], ConflictResolution?)
        case check(String, ConflictResolution?)
        case `default`(DefaultValue)
        /// The name of the collation, as written.
        case collate(String)
        case foreignKey(Key)
        case generated(String, isStored: Bool)
        /// Stands apart from the foreign key that it is about, the last one before it, whose rule says it too.
        case deferral(Deferral?)
    }

    /// A column of a primary key or of a unique constraint.
    struct KeyColumn: Equatable, Sendable {
        /// The name, unquoted.
        let name: String
        /// The collation, as written.
        var collation: String?
        var isDescending = false
    }

    /// A foreign key.
    struct Key: Equatable, Sendable {
        /// The columns, unquoted.
        let columns: [String]
        /// The table that they point to, unquoted.
        let table: String
        /// The columns of that table, unquoted; its primary key if empty.
        var referencedColumns: [String] = []
        var onDelete: ReferentialAction?
        var onUpdate: ReferentialAction?
        var deferral: Deferral?
        /// What SQLite reads and does not keep to, such as `MATCH FULL`.
        var ignored: [String] = []
    }
}

extension SQLiteTableText.Clause {
    enum Kind: String, Sendable {
        case primaryKey, notNull, null, unique, check, `default`, collate, foreignKey, generated, deferral
    }

    var kind: Kind {
        switch rule {
        case .primaryKey: .primaryKey
        case .notNull: .notNull
        case .null: .null
        case .unique: .unique
        case .check: .check
        case .default: .default
        case .collate: .collate
        case .foreignKey: .foreignKey
        case .generated: .generated
        case .deferral: .deferral
        }
    }

    /// The columns that a key is of.
    var columns: [String] {
        switch rule {
        case .primaryKey(let key, _, _), .unique(let key, _): key.map(\.name)
        case .foreignKey(let key): key.columns
        case .notNull, .null, .check, .default, .collate, .generated, .deferral: []
        }
    }
}
