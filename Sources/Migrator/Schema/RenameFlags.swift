import MigrationDSL
import MigratorCatalogue
import MigratorCore
import MigratorDialects
import MigratorSchema
import MigratorSystem

/// Reads renames as they are told, `TABLE=NEW` or `TABLE.COLUMN=NEW`, by what the old schema has.
struct RenameFlags {
    private let old: Schema
    private let dialect: any Dialect

    init(_ old: Schema, _ dialect: any Dialect) {
        self.old = old
        self.dialect = dialect
    }

    /// - Throws: ``MigratorError`` with code `.invalidSetting` for one that names no table and no column.
    func renames(_ texts: [String]) throws(MigratorError) -> Renames {
        var told: [Rename] = []
        for text in texts { told.append(try rename(text)) }
        return Renames(told)
    }

    private func rename(_ text: String) throws(MigratorError) -> Rename {
        guard let sign = text.firstIndex(of: "=") else { throw problem(text, "is no TABLE=NEW or TABLE.COLUMN=NEW") }
        let newName = String(text[text.index(after: sign)...])
        guard !newName.isEmpty else { throw problem(text, "gives no new name") }
        let former = String(text[..<sign])
        for entry in old.objects {
            guard case .table(let table) = entry.object else { continue }
            let schema = table.name.schema ?? dialect.homeSchema
            for name in [table.name.name, "\(schema).\(table.name.name)"] {
                if name == table.name.name, !schema.isExactly(dialect.homeSchema) { continue }
                if isSame(former, name) { return Rename(.table(table.name), to: newName) }
                for column in table.columns where isSame(former, "\(name).\(column.name)") {
                    return Rename(column.name, of: .table(table.name), to: newName)
                }
            }
        }
        throw problem(text, "names no table and no column of the old schema")
    }

    private func isSame(_ left: String, _ right: String) -> Bool {
        dialect.comparedName(left).isExactly(dialect.comparedName(right))
    }

    private func problem(_ text: String, _ message: String) -> MigratorError {
        MigratorError(.invalidSetting, "the rename '\(text)' \(message)")
    }

    /// A rename as it is told.
    static func flag(_ rename: Rename) -> String {
        "\(rename.object.name)\(rename.part.map { ".\($0)" } ?? "")=\(rename.newName)"
    }
}
