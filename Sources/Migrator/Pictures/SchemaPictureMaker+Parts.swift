import MigrationDSL
import MigratorCatalogue
import MigratorDialects
import MigratorPictures
import MigratorSystem

/// What of an object stands in a picture: its columns, and what is told in words.
extension SchemaPictureMaker {
    /// The columns of a table or a view, with their keys.
    func columns(of object: SchemaObject) -> [PictureColumn] {
        switch object {
        case .table(let table):
            let unique = table.constraints.compactMap { constraint -> String? in
                guard case .unique(let unique) = constraint, unique.columns.count == 1 else { return nil }
                return unique.columns.first
            }
            return table.columns.map { column in
                var drawn = self.column(column)
                drawn.isKey = table.primaryKeyColumns.hasExactly(column.name)
                drawn.isUnique =
                    unique.hasExactly(column.name) || (drawn.isKey && table.primaryKeyColumns.count == 1)
                return drawn
            }
        case .view(let view): return view.columns.map { PictureColumn(name: $0, type: "") }
        case .compositeType(let type):
            return type.attributes.map { PictureColumn(name: $0.name, type: dialect.text(of: $0.type)) }
        default: return []
        }
    }

    /// A column, without its keys.
    func column(_ column: Column) -> PictureColumn {
        var drawn = PictureColumn(name: column.name, type: dialect.text(of: column.type))
        drawn.isRequired = !column.isNullable
        drawn.comment = column.comment
        if let generation = column.generation {
            drawn.value = "generated as (\(text(generation.expression)))"
        } else if let identity = column.identity {
            drawn.value = identity == .always ? "identity, always" : "identity"
        } else if let value = column.defaultValue {
            drawn.value = dialect.text(of: value).map { "default \($0)" }
        }
        return drawn
    }

    /// What is told in words.
    func notes(of object: SchemaObject) -> [PictureNote] {
        switch object {
        case .table(let table): return table.constraints.compactMap(note) + options(of: table)
        case .virtualTable(let table):
            return [PictureNote(kind: "using", text: "\(table.module)(\(table.arguments.joined(separator: ", ")))")]
        case .view(let view): return [PictureNote(kind: "query", text: text(view.query))]
        case .enumeration(let type): return [PictureNote(kind: "values", text: type.values.joined(separator: ", "))]
        case .domain(let domain):
            let type = dialect.text(of: domain.type) + (domain.isNullable ? "" : " not null")
            return [PictureNote(kind: "type", text: type)] + domain.checks.compactMap { note(.check($0)) }
        case .index(let index): return [note(index)]
        case .trigger(let trigger):
            return [PictureNote(kind: "trigger", name: trigger.name, text: text(trigger.definition))]
        case .policy(let policy): return [note(policy)]
        case .function(let function): return [PictureNote(kind: "definition", text: text(function.definition))]
        case .opaque(let opaque):
            let reference = opaque.reference
            return [PictureNote(kind: reference.kind.description, name: reference.name.name, text: text(opaque.ddl))]
        case .schema, .extension, .compositeType, .sequence: return []
        }
    }

    /// A constraint in words; `nil` for a foreign key, which is drawn.
    func note(_ constraint: Constraint) -> PictureNote? {
        func columns(_ names: [String]) -> String { "(\(names.joined(separator: ", ")))" }
        switch constraint {
        case .primaryKey(let key):
            return PictureNote(kind: "primary key", name: key.name, text: columns(key.columns))
        case .unique(let unique): return PictureNote(kind: "unique", name: unique.name, text: columns(unique.columns))
        case .check(let check): return PictureNote(kind: "check", name: check.name, text: text(check.expression))
        case .foreignKey: return nil
        case .exclude(let exclude):
            let elements = exclude.elements.map { "\($0.expression) WITH \($0.comparison)" }
            return PictureNote(kind: "exclude", name: exclude.name, text: columns(elements))
        }
    }

    private func options(of table: Table) -> [PictureNote] {
        let options = [
            table.partitionKey.map { "partition by \($0)" },
            table.partition.map { $0.bounds },
            table.isUnlogged ? "unlogged" : nil,
            table.sqliteOptions.contains(.strict) ? "strict" : nil,
            table.sqliteOptions.contains(.withoutRowID) ? "without rowid" : nil,
            table.rowSecurity.contains(.enabled) ? "row security" : nil,
        ]
        return options.compactMap(\.self).map { PictureNote(kind: "option", text: $0) }
    }

    private func note(_ index: Index) -> PictureNote {
        let columns = index.columns.map { column in
            let name =
                switch column.key {
                case .column(let name): name
                case .expression(let sql): "(\(text(sql)))"
                }
            return column.isDescending ? "\(name) desc" : name
        }
        var words = "(\(columns.joined(separator: ", ")))"
        if let method = index.method { words += " using \(method)" }
        if !index.include.isEmpty { words += " include (\(index.include.joined(separator: ", ")))" }
        if let predicate = index.predicate { words += " where \(text(predicate))" }
        return PictureNote(kind: index.isUnique ? "unique index" : "index", name: index.name, text: words)
    }

    private func note(_ policy: Policy) -> PictureNote {
        var words = "for \(policy.command.rawValue.lowercased())"
        if !policy.roles.isEmpty { words += " to \(policy.roles.joined(separator: ", "))" }
        if let using = policy.using { words += " using (\(text(using)))" }
        if let check = policy.check { words += " with check (\(text(check)))" }
        return PictureNote(kind: "policy", name: policy.name, text: words)
    }

    private func text(_ sql: SQLText) -> String { dialect.text(sql) ?? "" }
}

extension SchemaObject {
    /// What it is for.
    var comment: String? {
        switch self {
        case .schema(let schema): schema.comment
        case .extension(let `extension`): `extension`.comment
        case .enumeration(let type): type.comment
        case .domain(let domain): domain.comment
        case .compositeType(let type): type.comment
        case .sequence(let sequence): sequence.comment
        case .table(let table): table.comment
        case .view(let view): view.comment
        case .function(let function): function.comment
        case .index(let index): index.comment
        case .virtualTable, .trigger, .policy, .opaque: nil
        }
    }
}
