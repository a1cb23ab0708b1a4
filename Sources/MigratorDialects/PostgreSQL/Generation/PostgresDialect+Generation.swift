package import MigrationDSL
import MigratorDatabase

extension PostgresDialect {
    package var generationRules: GenerationRules {
        var rules = GenerationRules()
        rules.dependantsBlockColumns = true
        rules.addsEnumValuesAhead = true
        rules.changesNumbering = true
        rules.keepsComputedValues = true
        return rules
    }

    package func conversion(of column: String, from old: ComparedType, to new: ComparedType) -> TypeConversion {
        PostgresConversion(from: old, to: new).conversion(of: quote(column).text)
    }

    package func restart(_ column: String, of table: ObjectName) -> SQLText? {
        guard let tableText = try? string(quote(table).text), let columnText = try? string(column) else { return nil }
        let sequence = "pg_get_serial_sequence(\(tableText), \(columnText))"
        let number = "coalesce(max(\(quote(column).text)), 0) + 1"
        return SQLText(postgres: "SELECT setval(\(sequence), \(number), false) FROM \(quote(table).text)")
    }

    package func storing(_ column: Column, of table: ObjectName) -> SQLText? {
        let name = quote(column.name).text
        let storage = column.storage.map { "ALTER COLUMN \(name) SET STORAGE \($0)" }
        let compression = column.compression.map { "ALTER COLUMN \(name) SET COMPRESSION \($0)" }
        let actions = [storage, compression].compactMap(\.self)
        guard !actions.isEmpty else { return nil }
        return SQLText(postgres: "ALTER TABLE \(quote(table).text) \(actions.joined(separator: ", "))")
    }

    package func moving(extension name: String, to schema: String) -> SQLText? {
        SQLText(postgres: "ALTER EXTENSION \(quote(name).text) SET SCHEMA \(quote(schema).text)")
    }
}
