import MigratorCore
import MigratorDatabase

/// What the statements of ``SQLiteSchemaQueries`` say.
struct SQLiteSchemaRows {
    /// A row of `sqlite_schema`.
    struct Object {
        let schema: String
        let type: String
        let name: String
        let table: String
        /// The text; `nil` for the index of a constraint.
        let sql: String?
    }

    /// A table or a view, with what is known of a table.
    struct Relation {
        /// `table`, `view`, `virtual` or `shadow`.
        let type: String
        let isWithoutRowID: Bool
        let isStrict: Bool
        /// The modules that are there, by their folded names, if SQLite knows no column of the virtual table.
        let modules: Set<[UInt8]>?
        var columns: [Column] = []
        /// The columns of its indexes, by the index.
        var indexes: [[UInt8]: Index] = [:]
        /// Its foreign keys, by their numbers.
        var keys: [Int: ForeignKey] = [:]
    }

    struct Column {
        let name: String
        let type: String
        let isNotNull: Bool
        /// Where it is in the primary key, from 1; 0 if it is not.
        let keyPosition: Int
        /// Whether it is computed, and how: 2 when it is read, 3 when it is written.
        let hidden: Int
    }

    struct Index {
        /// `c` for CREATE INDEX, `u` for a unique constraint, `pk` for the primary key.
        let origin: String
        /// The columns' names; `nil` for an expression.
        var columns: [String?] = []
    }

    struct ForeignKey: Equatable {
        let table: String
        var columns: [String]
        let onUpdate: String
        let onDelete: String
    }

    /// Names that SQLite takes for the same are the same here.
    struct Key: Hashable {
        private let schema: [UInt8]
        private let name: [UInt8]

        init(_ schema: String, _ name: String) {
            self.schema = SQLiteName.folded(schema)
            self.name = SQLiteName.folded(name)
        }
    }

    let objects: [Object]
    private(set) var relations: [Key: Relation] = [:]

    init(_ rows: [[DatabaseRow]]) throws {
        objects = try rows[0].map { row in
            Object(
                schema: try row.get(at: 0),
                type: try row.get(at: 1),
                name: try row.get(at: 2),
                table: try row.get(at: 3),
                sql: try row.get(at: 4)
            )
        }
        for row in rows[1] {
            relations[try Self.key(row)] = Relation(
                type: try row.get(at: 2),
                isWithoutRowID: try row.get(at: 3),
                isStrict: try row.get(at: 4),
                modules: try row.get(at: 5, as: String?.self).map { names in
                    Set(names.split(separator: "\n").map { SQLiteName.folded(String($0)) })
                }
            )
        }
        for row in rows[2] {
            let column = Column(
                name: try row.get(at: 2),
                type: try row.get(at: 3),
                isNotNull: try row.get(at: 4),
                keyPosition: try row.get(at: 5),
                hidden: try row.get(at: 6)
            )
            relations[try Self.key(row)]?.columns.append(column)
        }
        for row in rows[3] {
            let index = Index(origin: try row.get(at: 3))
            let name = SQLiteName.folded(try row.get(at: 2))
            let column = try row.get(at: 4, as: String?.self)
            relations[try Self.key(row)]?.indexes[name, default: index].columns.append(column)
        }
        for row in rows[4] {
            let key = ForeignKey(
                table: try row.get(at: 3),
                columns: [],
                onUpdate: try row.get(at: 5),
                onDelete: try row.get(at: 6)
            )
            let column = try row.get(at: 4, as: String.self)
            relations[try Self.key(row)]?.keys[try row.get(at: 2), default: key].columns.append(column)
        }
    }

    private static func key(_ row: DatabaseRow) throws(DatabaseFailure) -> Key {
        Key(try row.get(at: 0), try row.get(at: 1))
    }
}
