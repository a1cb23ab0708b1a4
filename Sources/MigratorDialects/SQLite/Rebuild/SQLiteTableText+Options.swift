import MigrationDSL
import MigratorCore
import MigratorDatabase

// How rows are kept.
extension SQLiteTableText {
    /// Makes the table STRICT or WITHOUT ROWID, or neither.
    mutating func set(_ change: SetTableOptions) throws(MigratorError) {
        guard let wanted = change.change.sqliteOptions else { return }
        let becomesStrict = wanted.contains(.strict) && !isStrict
        let words = [wanted.contains(.strict) ? "STRICT" : nil, wanted.contains(.withoutRowID) ? "WITHOUT ROWID" : nil]
        options = words.compactMap(\.self).joined(separator: ", ")
        guard becomesStrict else { return }
        for index in columns.indices where !Self.strictTypes.contains(columns[index].type.uppercased()) {
            let type = columns[index].type
            columns[index].type =
                type.isEmpty ? "ANY" : dialect.type(dialect.readType(type, strict: false), strict: true)
        }
    }

    /// The types that a strict table takes.
    ///
    /// https://www.sqlite.org/stricttables.html
    private static let strictTypes: Set = ["INT", "INTEGER", "REAL", "TEXT", "BLOB", "ANY"]
}
