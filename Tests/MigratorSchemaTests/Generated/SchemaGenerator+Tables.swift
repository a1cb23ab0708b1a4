import MigrationDSL
import MigratorTestSupport

/// Tables, their keys and their indexes.
extension SchemaGenerator {
    mutating func addTable() {
        let name = objectName("t")
        let key: ColumnType = pick([.integer, .bigInt, .uuid])
        var id = Column("id", key)
        switch Int.random(in: 0..<4, using: &random) {
        case 0: id = id.primaryKey(name: self.name("pk"))
        case 1 where key != .uuid: id = id.primaryKey().identity(isPostgres && random.chance(50) ? .always : .byDefault)
        default: id = id.primaryKey()
        }
        // SQLite numbers rows in an INTEGER alone.
        let type: ColumnType = id.identity != nil && !isPostgres ? .integer : key
        id = id.with(type: type, constraints: id.constraints)
        var columns = [id]
        for _ in 0..<Int.random(in: 1...8, using: &random) { columns.append(column()) }
        if let generated = generated(columns) { columns.append(generated) }
        for _ in 0..<Int.random(in: 0...2, using: &random) where !targets.isEmpty { columns.append(reference()) }
        let constraints = self.constraints(columns)
        targets.append((name, type))
        let table = Table(name, comment: comment(), sqliteOptions: sqliteOptions(columns)) {
            columns
            for constraint in constraints { constraint }
        }
        objects.append(.table(isPostgres ? postgresOptions(table) : table))
        addIndexes(table)
    }

    private mutating func generated(_ columns: [Column]) -> Column? {
        guard random.chance(30), let source = columns.first(where: { $0.type == .integer && $0.generation == nil })
        else {
            return nil
        }
        let isStored = isPostgres || random.chance(50)
        return Column(name("g"), .integer).generated(as: SQLText("\(quoted(source.name)) + 1"), stored: isStored)
    }

    private mutating func reference() -> Column {
        let target = pick(targets)
        let action: ReferentialAction? = random.chance(50) ? pick([.cascade, .setNull, .restrict, .noAction]) : nil
        return Column(name("r"), target.key).references(
            target.table,
            onDelete: action,
            deferrable: random.chance(20) ? pick([.initiallyDeferred, .initiallyImmediate]) : nil,
            name: random.chance(50) ? name("fk") : nil
        )
    }

    private mutating func constraints(_ columns: [Column]) -> [Constraint] {
        var constraints: [Constraint] = []
        if random.chance(40) {
            let expression = columns.prefix(2).map { "\(quoted($0.name)) IS NOT NULL" }.joined(separator: "\n    OR ")
            let isLater = isPostgres && random.chance(30)
            constraints.append(
                .check(Check(SQLText(expression), name: name("ck"), notValid: isLater, comment: comment()))
            )
        }
        if random.chance(40), let column = columns.last(where: { $0.type == .integer && $0.name != "id" }) {
            let isStrict = isPostgres && random.chance(30)
            constraints.append(
                .unique(Unique([column.name, "id"], name: name("uq"), nullsNotDistinct: isStrict))
            )
        }
        return constraints
    }

    private mutating func sqliteOptions(_ columns: [Column]) -> SQLiteTableOptions {
        guard !isPostgres, random.chance(25), columns.allSatisfy({ $0.identity == nil }) else { return [] }
        return random.chance(50) ? [.strict, .withoutRowID] : .withoutRowID
    }

    private mutating func postgresOptions(_ table: Table) -> Table {
        var table = table
        if random.chance(15) { table = table.storage(["fillfactor": "70", "autovacuum_enabled": "false"]) }
        if random.chance(15) { table = table.rowSecurity(pick([.enabled, .forced, [.enabled, .forced]])) }
        if random.chance(15) { table = table.replicaIdentity(pick([.full, .nothing])) }
        return table
    }

    private mutating func addIndexes(_ table: Table) {
        for _ in 0..<Int.random(in: 0...2, using: &random) {
            guard let column = table.columns.last(where: { [.text, .integer, .bigInt, .uuid].contains($0.type) }) else {
                continue
            }
            var key = IndexColumn.column(column.name)
            if random.chance(40) { key = key.descending() }
            if isPostgres, random.chance(30) { key = key.nulls(first: random.chance(50)) }
            if column.type == .text, random.chance(40) {
                key = random.chance(50) ? .expression(SQLText("lower(\(quoted(column.name)))")) : key
                key = key.collate(isPostgres ? "\"C\"" : "BINARY")
                if isPostgres, random.chance(50) { key = key.operatorClass("text_pattern_ops") }
            }
            var index = Index(
                name("ix"),
                on: table.name,
                columns: [key],
                unique: random.chance(20),
                where: random.chance(30) ? SQLText("\(quoted(column.name)) IS NOT NULL") : nil,
                include: isPostgres && random.chance(30) ? ["id"] : [],
                storage: isPostgres && random.chance(20) ? ["fillfactor": "80"] : [:]
            )
            if let comment = comment() { index = index.comment(comment) }
            objects.append(.index(index))
        }
    }

    /// Three tables of which each points to the next, and the last to the first.
    mutating func addCircle() {
        let names = (0..<3).map { _ in objectName("circle") }
        for (index, name) in names.enumerated() {
            let next = names[(index + 1) % names.count]
            objects.append(
                .table(
                    Table(name) {
                        Column("id", .integer).primaryKey()
                        Column("next", .integer).references(next)
                        ForeignKey(["id"], references: name, name: "self_\(index)")
                    }
                )
            )
        }
    }
}
