package import MigrationDSL
import MigratorCatalogue
import MigratorDialects
import MigratorSystem

/// The renames that hold between two schemas: those that were told, and those that the new one declares.
///
/// A rename counts only where the old schema has the one name alone and the new schema the other alone.
struct ResolvedRenames {
    /// The new names of objects, by their old keys.
    private(set) var objects: [ObjectKey: String] = [:]
    /// The new names of parts, by the old keys of their objects and their old names.
    private(set) var parts: [ObjectKey: [ExactText: String]] = [:]

    static let none = ResolvedRenames()

    private init() {}

    init(_ renames: Renames, from old: [SchemaObject], to new: [SchemaObject], _ dialect: any Dialect) {
        let olds = Dictionary(old.map { (ObjectKey($0.reference, dialect), $0) }) { first, _ in first }
        let news = Dictionary(new.map { (ObjectKey($0.reference, dialect), $0) }) { first, _ in first }
        func add(_ former: ObjectKey, _ newName: String) {
            let key = former.renamed(to: dialect.comparedName(newName))
            guard olds[former] != nil, news[former] == nil, olds[key] == nil, news[key] != nil else { return }
            objects[former] = newName
        }
        for rename in renames.told where rename.part == nil { add(ObjectKey(rename.object, dialect), rename.newName) }
        for object in new {
            guard let formerName = object.formerName else { continue }
            let key = ObjectKey(object.reference, dialect)
            add(key.renamed(to: dialect.comparedName(formerName)), object.reference.name.name)
        }
        let former = Dictionary(objects.map { ($0.renamed(to: dialect.comparedName($1)), $0) }) { first, _ in first }
        func add(_ part: String, of object: ObjectKey, _ newName: String) {
            let newKey = objects[object].map { object.renamed(to: dialect.comparedName($0)) } ?? object
            guard let before = olds[object]?.partNames, let after = news[newKey]?.partNames else { return }
            func has(_ names: [String], _ name: String) -> Bool {
                names.contains { same($0, name, in: object, dialect) }
            }
            guard has(before, part), !has(after, part), !has(before, newName), has(after, newName) else { return }
            let key = object.kind == .enumeration ? part : dialect.comparedName(part)
            parts[object, default: [:]][ExactText(key)] = newName
        }
        for rename in renames.told {
            guard let part = rename.part else { continue }
            let key = ObjectKey(rename.object, dialect)
            add(part, of: former[key] ?? key, rename.newName)
        }
        for case .table(let table) in new {
            let key = ObjectKey(.table(table.name), dialect)
            for column in table.columns {
                guard let formerName = column.formerName else { continue }
                add(formerName, of: former[key] ?? key, column.name)
            }
        }
    }

    private func same(_ left: String, _ right: String, in object: ObjectKey, _ dialect: any Dialect) -> Bool {
        // The values of an enum type are texts, not names.
        if object.kind == .enumeration { return left.isExactly(right) }
        return dialect.comparedName(left).isExactly(dialect.comparedName(right))
    }
}

extension SchemaObject {
    /// The name that the object had, as a declared schema says.
    package var formerName: String? {
        switch self {
        case .enumeration(let type): type.formerName
        case .domain(let domain): domain.formerName
        case .compositeType(let type): type.formerName
        case .sequence(let sequence): sequence.formerName
        case .table(let table): table.formerName
        case .index(let index): index.formerName
        case .view(let view): view.formerName
        case .schema, .extension, .virtualTable, .function, .trigger, .policy, .opaque: nil
        }
    }

    /// What of the object may be renamed.
    fileprivate var partNames: [String]? {
        switch self {
        case .table(let table): table.columns.map(\.name)
        case .enumeration(let type): type.values
        case .compositeType(let type): type.attributes.map(\.name)
        default: nil
        }
    }
}
