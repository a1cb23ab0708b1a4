import MigrationDSL
import Migrator
import MigratorDatabase
import MigratorTestSupport

extension GeneratedHistory {
    // MARK: Enums

    mutating func createEnum() -> Bool {
        let values = (0..<3).map { "va'lue \(names.nextNumber()) \($0)" }
        let type = EnumType(newObjectName(), values: values)
        record { $0.createEnum(type.name, values: values) }
        enums.append(type)
        return true
    }

    private func isUsed(_ type: EnumType) -> Bool {
        func names(_ column: ColumnType) -> Bool {
            switch column.kind {
            case .enumeration(let name, _): name == type.name
            case .array(let element): names(element)
            default: false
            }
        }
        return tables.contains { $0.columns.contains { names($0.type) } }
    }

    mutating func dropEnum() -> Bool {
        guard let index = choose(enums, where: { [self] in !isUsed($0) }) else { return false }
        let type = enums.remove(at: index)
        record { $0.dropEnum(type.name, values: type.values) }
        return true
    }

    /// A value cannot be taken back; where a row of the same revision uses it, the value has to come before.
    mutating func addEnumValue() -> Bool {
        guard let index = choose(enums, where: { _ in true }) else { return false }
        // A type that the same revision makes takes no values.
        finishRevision()
        let type = enums[index]
        let value = "added \(names.nextNumber())"
        let first = type.values.first ?? ""
        let isFirst = random.chance(50)
        record(
            { $0.addEnumValue(value, to: type.name, isFirst ? .before(first) : nil) },
            back: { _ in }
        )
        let values = isFirst ? [value] + type.values : type.values + [value]
        change(enums[index], to: EnumType(type.name, values: values))
        // Something that may use it.
        _ = addColumn(of: enums[index], defaulting: value)
        _ = bulkInsert()
        finishRevision()
        return true
    }

    private mutating func addColumn(of type: EnumType, defaulting value: String) -> Bool {
        guard let index = choose(tables, where: { $0.columns.count < 12 }) else { return false }
        var column = GeneratedColumn(name: newName(), type: .enumeration(type.name))
        column.defaultValue = .value(.text(value))
        column.labels = type.values
        column.isFilled = true
        column.mayGo = false
        let table = tables[index].name
        let final = column.column
        record { $0.addColumn(final, to: table) }
        tables[index].columns.append(column)
        tables[index].definition = nil
        return true
    }

    private mutating func change(_ type: EnumType, to new: EnumType) {
        enums = enums.map { $0 == type ? new : $0 }
        for table in tables.indices {
            for column in tables[table].columns.indices where tables[table].columns[column].labels == type.values {
                tables[table].columns[column].labels = new.values
            }
        }
    }

    mutating func renameEnumValue() -> Bool {
        // A default would go on to say the old name.
        let fit = choose(enums) { [self] type in
            !tables.contains { table in
                table.columns.contains { $0.labels == type.values && $0.defaultValue != nil }
            }
        }
        guard let index = fit, let old = enums[index].values.last else { return false }
        let type = enums[index]
        let new = "renamed \(names.nextNumber())"
        record { $0.renameEnumValue(old, of: type.name, to: new) }
        change(type, to: EnumType(type.name, values: type.values.map { $0 == old ? new : $0 }))
        return true
    }

    // MARK: Views

    mutating func createView(materialized: Bool = false) -> Bool {
        guard let index = choose(tables, where: { _ in true }) else { return false }
        let columns = tables[index].columns.filter { _ in random.chance(40) }.map(\.name)
        guard !columns.isEmpty else { return false }
        let view = GeneratedView(
            name: newObjectName(),
            table: tables[index].name,
            columns: columns,
            isMaterialized: materialized
        )
        record { $0.createView(view.name, as: view.query, materialized: materialized) }
        views.append(view)
        return true
    }

    mutating func replaceView() -> Bool {
        guard let index = choose(views, where: { !$0.isMaterialized }) else { return false }
        let old = views[index]
        views[index].version += 1
        let new = views[index]
        record { $0.replaceView(new.name, as: new.query, replacing: old.query) }
        return true
    }

    mutating func dropView() -> Bool {
        guard let index = choose(views, where: { _ in true }) else { return false }
        dropView(at: index)
        return true
    }

    mutating func dropView(at index: Int) {
        let view = views.remove(at: index)
        record { $0.dropView(view.name, was: view.query, materialized: view.isMaterialized) }
    }

    // MARK: Schemas and sequences

    mutating func createSchema() -> Bool {
        let name = newName()
        record { $0.createSchema(name) }
        if random.chance(50) { schemas.append(name) } else { emptySchemas.append(name) }
        return true
    }

    mutating func dropSchema() -> Bool {
        guard !emptySchemas.isEmpty else { return false }
        let name = emptySchemas.removeFirst()
        record { $0.dropSchema(name) }
        return true
    }

    mutating func createSequence() -> Bool {
        let sequence = NumberSequence(
            newObjectName(),
            start: random.chance(50) ? 15 : nil,
            increment: random.chance(50) ? 5 : nil,
            minimum: random.chance(50) ? -10 : nil,
            maximum: random.chance(50) ? 1000 : nil,
            cycles: random.chance(50)
        )
        record { $0.createSequence(sequence) }
        sequences.append(sequence)
        return true
    }

    mutating func dropSequence() -> Bool {
        guard !sequences.isEmpty else { return false }
        let sequence = sequences.removeFirst()
        record { $0.dropSequence(sequence) }
        return true
    }

    // MARK: What revisions write themselves

    mutating func execute() -> Bool {
        guard let index = choose(tables, where: { _ in true }) else { return false }
        let name = newName().quoted
        let sql = SQLText(
            postgres: "CREATE FUNCTION \(name)(int) RETURNS int LANGUAGE sql AS $f$ SELECT $1 + 1; $f$;",
            sqlite: """
                CREATE TRIGGER \(name) AFTER DELETE ON \(tables[index].name.name.quoted)
                BEGIN SELECT 'a;b'; SELECT 1; END;
                """
        )
        let back = SQLText(postgres: "DROP FUNCTION \(name)(int)", sqlite: "DROP TRIGGER \(name)")
        record { $0.execute(sql, reverse: back) }
        if kind == .sqlite { tables[index].hasTrigger = true }
        return true
    }

    mutating func perform() -> Bool {
        guard let index = choose(tables, where: { _ in true }) else { return false }
        let table = tables[index]
        let target = TableName(table.name.name, schema: table.name.schema).quoted
        let sql = "UPDATE \(target) SET \(table.key.quoted) = \(table.key.quoted)"
        let body: Perform.Body = { try await $0.execute(sql) }
        record { $0.perform("touch", touches: [table.name], reverse: body, body) }
        return true
    }

    // MARK: Rows

    mutating func bulkInsert() -> Bool {
        guard let index = choose(tables, where: { _ in true }) else { return false }
        let numbers = (0..<Int.random(in: 1..<5, using: &random)).map { _ in names.nextNumber() }
        let table = tables[index]
        let rows = numbers.map { table.row($0) }
        record { $0.bulkInsert(into: table.name, rows, key: [table.key]) }
        tables[index].rows += numbers
        return true
    }

    private func finds(_ number: Int, in table: GeneratedTable) -> Predicate {
        guard let key = table.index(of: table.key) else { return .any([]) }
        return Field(table.key) == table.columns[key].value(number)
    }

    mutating func update() -> Bool {
        guard let index = choose(tables, where: { !$0.rows.isEmpty }) else { return false }
        let table = tables[index]
        let names = table.columns.filter { column in
            column.isGiven && column.name != table.key && column.isFilled && !column.isDistinct
        }
        guard let number = table.rows.first, let column = names.randomElement(using: &random) else { return false }
        let predicate = finds(number, in: table) && Field(table.key) != nil
        record { op in
            op.update(
                table.name,
                set: table.row(number + 1, only: [column.name]),
                where: predicate,
                was: table.row(number, only: [column.name])
            )
        }
        return true
    }

    mutating func delete() -> Bool {
        guard let index = choose(tables, where: { !$0.rows.isEmpty }) else { return false }
        let table = tables[index]
        let number = tables[index].rows.removeLast()
        let predicate = finds(number, in: table)
        record { $0.delete(from: table.name, where: predicate, was: [table.row(number)]) }
        return true
    }
}
