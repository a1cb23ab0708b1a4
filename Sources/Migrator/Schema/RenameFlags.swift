import MigrationDSL
import MigratorCatalogue
import MigratorCore
import MigratorDialects
import MigratorSchema
import MigratorSystem

/// Reads renames as they are told, `TABLE=NEW` or `TABLE.COLUMN=NEW`, by what the two schemas have.
struct RenameFlags {
    private let old: [Table]
    private let new: [Table]
    private let dialect: any Dialect

    init(_ old: Schema, _ new: Schema, _ dialect: any Dialect) {
        self.old = old.tables
        self.new = new.tables
        self.dialect = dialect
    }

    /// - Throws: ``MigratorError`` with code `.invalidSetting` for one whose old name is no table and no column of the old
    ///   schema, or whose new name is none of the new one.
    func renames(_ texts: [String]) throws(MigratorError) -> Renames {
        var told: [(text: String, rename: Rename)] = []
        for text in texts { told.append((text, try rename(text))) }
        for (text, rename) in told where !isThere(rename, told.map(\.rename)) {
            let what = rename.part == nil ? "table" : "column of that table"
            throw problem(text, "gives a new name that no \(what) of the new schema has")
        }
        return Renames(told.map(\.rename))
    }

    private func rename(_ text: String) throws(MigratorError) -> Rename {
        guard let sign = text.firstIndex(of: "=") else { throw problem(text, "is no TABLE=NEW or TABLE.COLUMN=NEW") }
        let newName = String(text[text.index(after: sign)...])
        guard !newName.isEmpty else { throw problem(text, "gives no new name") }
        if let limit = Self.limit(newName, dialect) { throw problem(text, "gives a name that is too long: \(limit)") }
        let former = String(text[..<sign])
        for table in old {
            let schema = schema(table)
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

    /// Whether the new schema has what a rename leads to, in the table that may itself be called otherwise there.
    private func isThere(_ rename: Rename, _ told: [Rename]) -> Bool {
        let table = rename.object.name
        var names = [rename.newName]
        if rename.part != nil {
            names = [table.name]
            for other in told where other.part == nil && other.object == rename.object { names.append(other.newName) }
        }
        return new.contains { other in
            guard isSame(schema(other), table.schema ?? dialect.homeSchema) else { return false }
            let isMeant =
                names.contains { isSame($0, other.name.name) }
                || rename.part != nil && other.formerName.map { isSame($0, table.name) } == true
            return isMeant && (rename.part == nil || other.columns.contains { isSame($0.name, rename.newName) })
        }
    }

    private func schema(_ table: Table) -> String { table.name.schema ?? dialect.homeSchema }

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

    // MARK: Names that are too long

    /// Refuses new names of a declared schema that a database would cut: the old name would become another than is said.
    ///
    /// - Throws: ``MigratorError`` with code `.invalidSetting` and the place in the declaration.
    static func check(_ model: DeclaredSchema, _ dialect: any Dialect) throws(MigratorError) {
        for declared in model.objects {
            let name = declared.object.reference.name.name
            var renamed = declared.object.formerName == nil ? [] : [name]
            if case .table(let table) = declared.object {
                renamed += table.columns.filter { $0.formerName != nil }.map(\.name)
            }
            for name in renamed {
                guard let limit = limit(name, dialect) else { continue }
                throw MigratorError(
                    .invalidSetting,
                    "the declared schema renames something to \(name), which is too long: \(limit)",
                    location: declared.location
                )
            }
        }
    }

    /// Why a name is too long; `nil` if it is not.
    private static func limit(_ name: String, _ dialect: any Dialect) -> String? {
        guard let limit = dialect.comparisonRules.nameLimit, name.utf8.count > limit else { return nil }
        return "a name has \(limit) bytes at the most, and this one \(name.utf8.count)"
    }
}

extension Schema {
    fileprivate var tables: [Table] {
        objects.compactMap { entry in
            if case .table(let table) = entry.object { table } else { nil }
        }
    }
}
