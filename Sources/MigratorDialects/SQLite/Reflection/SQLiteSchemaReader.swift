import MigrationDSL
import MigratorCatalogue
import MigratorCore
import MigratorDatabase
import MigratorSystem

/// Makes objects of what pragmas and texts say.
struct SQLiteSchemaReader {
    private let rows: SQLiteSchemaRows
    private let relations: SQLiteRelations
    private var entries: [Schema.Entry] = []
    private var unsupported: [Schema.Unsupported] = []

    init(_ rows: SQLiteSchemaRows, _ scope: SchemaScope) {
        self.rows = rows
        let own = Set(scope.ownTables.map { SQLiteSchemaRows.Key($0.schema ?? Self.home, $0.name) })
        var relations = SQLiteRelations()
        for object in rows.objects where object.type == "table" || object.type == "view" {
            let key = SQLiteSchemaRows.Key(object.schema, object.name)
            // What SQLite keeps for itself is not listed; what a module keeps its rows in comes and goes with it.
            guard let relation = rows.relations[key], relation.type != "shadow", !own.contains(key) else { continue }
            let name = Self.name(object.name, object.schema)
            let reference: ObjectReference = object.type == "view" ? .view(name) : .table(name)
            relations.add(reference, relation.columns.map(\.name), key)
        }
        self.relations = relations
    }

    /// The database's own name is left out of names.
    private static let home = SQLiteDialect(isTransactional: true).homeSchema

    private static func name(_ name: String, _ schema: String) -> ObjectName {
        ObjectName(name, schema: SQLiteName.same(schema, home) ? nil : schema)
    }

    /// The objects, each behind those that it needs.
    mutating func schema() -> Schema {
        for object in rows.objects {
            // What belongs to a table that is left out is left out with it.
            guard let sql = object.sql, let relation = relations[object.schema, object.table] else { continue }
            do throws(SQLiteTextProblem) {
                try read(object, sql, relation)
            } catch {
                let isVirtual = rows.relations[.init(object.schema, object.table)]?.type == "virtual"
                let kind = isVirtual && object.type == "table" ? "virtual table" : object.type
                leaveOut("\(Self.name(object.name, object.schema))", kind: kind, error.why)
            }
        }
        let order = unsupported.sorted { (ExactText($0.object), $0.kind) < (ExactText($1.object), $1.kind) }
        var schema = Schema(.sqlite, entries.inOrderOfNeed(), unsupported: order)
        schema.statements = statements
        return schema
    }

    /// The texts of what is no other's part: tables first, and triggers last, which may be a view's.
    private var statements: [String] {
        ["table", "view", "index", "trigger"].flatMap { type in
            rows.objects.compactMap { object in
                guard object.type == type, SQLiteName.same(object.schema, Self.home) else { return nil }
                let relation = rows.relations[.init(object.schema, object.table)]
                return relation.map { $0.type == "shadow" } ?? true ? nil : object.sql
            }
        }
    }

    private mutating func leaveOut(_ object: String, kind: String, _ why: String) {
        unsupported.append(Schema.Unsupported(object, kind: kind, why: why))
    }

    private mutating func add(_ object: SchemaObject, needs: [ObjectReference]) {
        entries.append(Schema.Entry(object, needs: Set(needs).subtracting([object.reference])))
    }

    // MARK: Kinds

    private mutating func read(
        _ object: SQLiteSchemaRows.Object,
        _ sql: String,
        _ relation: SQLiteRelations.Relation
    ) throws(SQLiteTextProblem) {
        let name = relation.reference.name
        switch (object.type, rows.relations[.init(object.schema, object.table)]) {
        case ("index", let table?): try readIndex(object, sql, name, table)
        case ("trigger", _):
            let trigger = Trigger(object.name, on: name, SQLText(sql))
            add(.trigger(trigger), needs: [relation.reference] + named(in: sql, object.schema))
        case ("view", _):
            let text = try SQLiteViewText(reading: sql)
            let view = View(name, columns: text.columns, as: SQLText(text.query))
            add(.view(view), needs: named(in: text.query, object.schema))
        case ("table", let table?) where table.type == "virtual": try readVirtualTable(object, sql, name, table)
        case ("table", let table?):
            var reader = try SQLiteTableReader(sql, name, table, in: object.schema, relations)
            let table = try reader.table()
            for remark in reader.remarks { leaveOut(remark.object, kind: remark.kind, remark.why) }
            add(.table(table), needs: table.constraints.compactMap { parent(of: $0, object.schema) })
        default: throw SQLiteTextProblem("SQLite has no such objects")
        }
    }

    private mutating func readIndex(
        _ object: SQLiteSchemaRows.Object,
        _ sql: String,
        _ table: ObjectName,
        _ relation: SQLiteSchemaRows.Relation
    ) throws(SQLiteTextProblem) {
        let text = try SQLiteIndexText(reading: sql)
        let columns = relation.indexes[SQLiteName.folded(object.name)]?.columns ?? []
        guard columns.count == text.terms.count else {
            throw SQLiteTextProblem("its text and SQLite differ about its columns")
        }
        let index = Index(
            object.name,
            on: table,
            columns: zip(text.terms, columns).map { $0.indexColumn($1) },
            unique: text.isUnique,
            where: text.predicate.map { SQLText($0) }
        )
        add(.index(index), needs: [.table(table)])
    }

    private mutating func readVirtualTable(
        _ object: SQLiteSchemaRows.Object,
        _ sql: String,
        _ name: ObjectName,
        _ relation: SQLiteSchemaRows.Relation
    ) throws(SQLiteTextProblem) {
        let text = try SQLiteVirtualTableText(reading: sql)
        if let modules = relation.modules, !modules.contains(SQLiteName.folded(text.module)) {
            leaveOut(
                "\(name)",
                kind: "virtual table",
                "module \(text.module) is not there: the tables that it keeps its rows in cannot be told from others"
            )
        }
        let needs = text.mentions.compactMap { relations[object.schema, $0]?.reference }
        add(.virtualTable(VirtualTable(name, using: text.module, text.arguments)), needs: needs)
    }

    // MARK: Needs

    private func named(in sql: String, _ schema: String) -> [ObjectReference] {
        SQLiteRelationNames(in: sql).names.compactMap { relations[schema, $0]?.reference }
    }

    private func parent(of constraint: Constraint, _ schema: String) -> ObjectReference? {
        guard case .foreignKey(let key) = constraint else { return nil }
        return relations[schema, key.referencedTable.name]?.reference
    }
}

extension SQLiteOrderedTerm {
    /// The item of an index, given the column that it is, if it is one.
    fileprivate func indexColumn(_ name: String?) -> IndexColumn {
        var item: IndexColumn
        let collation: String?
        if let name, let column {
            item = .column(name)
            collation = column.collation
        } else {
            item = .expression(SQLText(expression.text))
            collation = expression.collation
        }
        if let collation { item = item.collate(SQLText(collation)) }
        return isDescending ? item.descending() : item
    }
}
