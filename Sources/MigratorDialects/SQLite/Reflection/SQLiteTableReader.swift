import MigrationDSL
import MigratorCore
import MigratorSystem

/// Makes a table of its text, and holds it to what SQLite says of it.
struct SQLiteTableReader {
    /// Something of a table that no value says.
    struct Remark {
        let object: String
        let kind: String
        let why: String
    }

    let name: ObjectName
    let text: SQLiteTableText
    /// The column that stands for the rowid, if one does; each column asks for it.
    let rowIDColumn: String?
    let facts: SQLiteSchemaRows.Relation
    let relations: SQLiteRelations
    /// The database that the table is of.
    let schema: String
    private(set) var remarks: [Remark] = []

    init(
        _ sql: String,
        _ name: ObjectName,
        _ facts: SQLiteSchemaRows.Relation,
        in schema: String,
        _ relations: SQLiteRelations
    ) throws(SQLiteTextProblem) {
        var text = try SQLiteTableText(reading: sql)
        text.removeRepeatedUniques()
        self.text = text
        rowIDColumn = text.rowIDColumn
        self.name = name
        self.facts = facts
        self.schema = schema
        self.relations = relations
    }

    /// The table.
    ///
    /// - Throws: Why the text cannot be trusted.
    mutating func table() throws(SQLiteTextProblem) -> Table {
        try compare()
        var columns: [Column] = []
        for (column, fact) in zip(text.columns, facts.columns) { columns.append(try self.column(column, fact)) }
        var constraints: [Constraint] = []
        for clause in text.constraints where !isKeyOfColumn(clause) {
            if let constraint = try constraint(clause) { constraints.append(constraint) }
        }
        var options: SQLiteTableOptions = []
        if facts.isStrict { options.insert(.strict) }
        if facts.isWithoutRowID { options.insert(.withoutRowID) }
        return Table(name, sqliteOptions: options) {
            columns
            for constraint in constraints { constraint }
        }
    }

    mutating func remark(_ clause: SQLiteTableText.Clause, _ kind: String, _ why: String) {
        let part = clause.name ?? clause.columns.joined(separator: ", ")
        remarks.append(Remark(object: part.isEmpty ? "\(name)" : "\(name).\(part)", kind: kind, why: why))
    }

    // MARK: Trust

    /// Refuses a text of which SQLite makes something else.
    private func compare() throws(SQLiteTextProblem) {
        func agree(_ isSo: Bool, _ what: String) throws(SQLiteTextProblem) {
            if !isSo { throw SQLiteTextProblem("its text and SQLite differ about its \(what)") }
        }
        try agree(text.columns.map(\.name).isExactly(facts.columns.map(\.name)), "columns")
        let computed = text.columns.map { column in
            for case .generated(_, let isStored) in column.clauses.map(\.rule) { return isStored ? 3 : 2 }
            return 0
        }
        try agree(computed == facts.columns.map(\.hidden), "generated columns")
        let key = facts.columns.filter { $0.keyPosition > 0 }.sorted { $0.keyPosition < $1.keyPosition }.map(\.name)
        try agree(text.primaryKey.map(SQLiteName.folded) == key.map(SQLiteName.folded), "primary key")
        let uniques = Set(text.clauses.filter { $0.kind == .unique }.map { $0.columns.map(SQLiteName.folded) })
        for index in facts.indexes.values where index.origin == "u" {
            try agree(uniques.contains(index.columns.map { SQLiteName.folded($0 ?? "") }), "unique constraints")
        }
        try agree(Set(keys(text.clauses)) == Set(facts.keys.values.map(folded)), "foreign keys")
    }

    private func keys(_ clauses: [SQLiteTableText.Clause]) -> [[[UInt8]]] {
        clauses.compactMap { clause in
            guard case .foreignKey(let key) = clause.rule else { return nil }
            let (update, delete) = (key.onUpdate ?? .noAction, key.onDelete ?? .noAction)
            return folded(
                SQLiteSchemaRows.ForeignKey(
                    table: key.table,
                    columns: key.columns,
                    onUpdate: update.rawValue,
                    onDelete: delete.rawValue
                )
            )
        }
    }

    private func folded(_ key: SQLiteSchemaRows.ForeignKey) -> [[UInt8]] {
        ([key.table, key.onUpdate, key.onDelete] + key.columns).map(SQLiteName.folded)
    }
}
