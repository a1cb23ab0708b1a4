import MigrationDSL
import MigratorCatalogue
import MigratorCore
import MigratorDatabase
import MigratorDialects
import MigratorPayloads
import MigratorSystem

/// Holds a default that is a value against its column, as rows that are loaded are held.
enum DefaultCheck {
    /// - Throws: ``MigratorError`` with code `.invalidRevision` that says how the value does not fit.
    static func check(_ value: DefaultValue, for column: CatalogColumn, _ kind: DatabaseKind) throws(MigratorError) {
        guard case .value(let value) = value.kind, value != .null else { return }
        guard let problem = problem(value, column, kind) else { return }
        throw error("the default of column \(PayloadMessage.quoted(column.name)) \(problem)", column.kind)
    }

    fileprivate static func error(_ problem: String, _ held: ColumnKind) -> MigratorError {
        let advice =
            switch held {
            case .timestamp, .timestampTZ: ".currentTimestamp for the time at which a row is made, "
            case .date: ".currentDate for the day on which a row is made, "
            case .time: ".currentTime for the time at which a row is made, "
            case .blob: ".value(.bytes(…)) for bytes, "
            default: "a value of the column's type, "
            }
        return MigratorError(.invalidRevision, "\(problem). Write \(advice)or .expression(\"…\") for SQL")
    }

    private static func problem(_ value: Value, _ column: CatalogColumn, _ kind: DatabaseKind) -> String? {
        switch (column.kind, value) {
        // Only a column that is there may be a truth value which its table, a strict one, keeps as an integer.
        case (.integer, .bool) where column.declaredType.isEmpty:
            return "is a truth value, and the column holds whole numbers"
        // Rows give bytes as base64; a default is written as it stands, and SQLite would keep the text.
        case (.blob, .text): return "is text, and the column holds bytes"
        // Text that rows give is a JSON string; as a default it is the document.
        case (.json, .text(let text)):
            return Array(text.utf8).withUnsafeBufferPointer(JSONCheck.kind) == nil ? "is not valid JSON" : nil
        default: break
        }
        do {
            let rows = LiteralRows(title: "default") { [(name: column.name, value: value.payloadValue)] }
            _ = try rows.advance(mayRefill: true)
            var batch = RowBatch()
            let encoder = ColumnEncoder(column, slot: 0, database: kind)
            try encoder.encode(rows.fields.values[0], into: &batch, PayloadScratch())
            return nil
        } catch let problem as CellProblem {
            return problem.message
        } catch {
            return "cannot be written"
        }
    }
}

extension Operation {
    /// Refuses defaults that do not fit the type that the operation itself says.
    func checkDefaults(on kind: DatabaseKind) throws(MigratorError) {
        for change in ungrouped {
            switch change.details {
            case let create as CreateTable: for column in create.table.columns { try column.checkDefault(on: kind) }
            case let add as AddColumn: try add.column.checkDefault(on: kind)
            case let alter as AlterColumn:
                guard let type = alter.change.type, case .set(let value) = alter.change.defaultValue else { continue }
                try Column(alter.name, type).default(value).checkDefault(on: kind)
            default: break
            }
        }
    }
}

extension Column {
    /// Refuses a default that is a value and none of the column's type.
    func checkDefault(on kind: DatabaseKind) throws(MigratorError) {
        guard let defaultValue else { return }
        if case .enumeration(_, let labels?) = type.kind, case .value(.text(let label)) = defaultValue.kind,
            !labels.hasExactly(label)
        {
            throw DefaultCheck.error(
                "the default of column \(PayloadMessage.quoted(name)) is none of its enum's values",
                .text(maximumLength: nil)
            )
        }
        guard let held = try kind.dialect().held(type) else { return }
        let column = CatalogColumn(name: name, declaredType: "", kind: held, isNullable: true, hasDefault: true)
        try DefaultCheck.check(defaultValue, for: column, kind)
    }
}
