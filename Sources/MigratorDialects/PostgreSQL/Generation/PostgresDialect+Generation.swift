package import MigrationDSL
package import MigratorCatalogue
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

    package func conversion(throughText column: String, to type: ColumnType) -> SQLText? {
        SQLText(postgres: "\(quote(column).text)::text::\(text(of: type))")
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

    package func restoring(_ right: Schema.Right, on object: ObjectReference) -> SQLText? {
        let target: String
        switch object.kind {
        // A view is a table to GRANT.
        case .view, .materializedView: target = quote(object.name).text
        case .function, .procedure:
            let kind = object.kind == .function ? "FUNCTION" : "PROCEDURE"
            target = "\(kind) \(quote(object.name).text)(\(object.arguments ?? ""))"
        default: return nil
        }
        switch right {
        case .granted(let privileges, let role, let withOption):
            let option = withOption ? " WITH GRANT OPTION" : ""
            return SQLText(postgres: "GRANT \(privileges) ON \(target) TO \(role)\(option)")
        case .denied: return SQLText(postgres: "REVOKE ALL ON \(target) FROM PUBLIC")
        }
    }

    // A body that reads BEGIN ATOMIC is checked all the same, and names nothing that can go before it.
    package var leavingBodiesUnchecked: SQLText? { SQLText(postgres: "SET LOCAL check_function_bodies = off") }

    package func moving(extension name: String, to schema: String) -> SQLText? {
        SQLText(postgres: "ALTER EXTENSION \(quote(name).text) SET SCHEMA \(quote(schema).text)")
    }
}
