import MigrationDSL
import MigratorCatalogue
import MigratorDialects
import MigratorSystem

/// The order in which the objects of a schema are written: each behind what it needs, else by kind and name.
///
/// It depends on what a schema holds alone, not on the order in which it holds it.
struct SchemaOrder {
    /// The objects, in order.
    private(set) var entries: [Schema.Entry] = []
    /// The foreign keys that point to what comes later, by the position of their table in ``entries``.
    private(set) var laterKeys: [Int: [ForeignKey]] = [:]

    private let needs: SchemaNeeds
    /// The objects by kind and name, and the position of each in ``entries``.
    private let all: [Schema.Entry]
    private var positions: [Int?]

    init(_ schema: Schema, _ dialect: any Dialect) {
        let keyed = schema.objects.map { (key: SortKey($0.object, dialect), entry: $0) }
        all = keyed.sorted { $0.key < $1.key }.map(\.entry)
        needs = SchemaNeeds(all, dialect)
        positions = Array(repeating: nil, count: all.count)
        var isOpen = Array(repeating: false, count: all.count)
        // What is open is being waited for: a circle is cut there.
        var waiting: [(index: Int, rest: [Int])] = []
        for first in all.indices where positions[first] == nil {
            isOpen[first] = true
            waiting = [(first, needs.needed(by: first))]
            while var current = waiting.popLast() {
                if let next = current.rest.popLast() {
                    waiting.append(current)
                    guard positions[next] == nil, !isOpen[next] else { continue }
                    isOpen[next] = true
                    waiting.append((next, needs.needed(by: next)))
                    continue
                }
                positions[current.index] = entries.count
                entries.append(all[current.index])
                // An index stands behind its table.
                for index in needs.indexes(of: current.index).reversed() where positions[index] == nil && !isOpen[index]
                {
                    isOpen[index] = true
                    waiting.append((index, needs.needed(by: index)))
                }
            }
        }
        for (index, position) in positions.enumerated() {
            guard let position, case .table(let table) = all[index].object else { continue }
            let later = table.foreignKeys.filter { key in
                guard let target = needs.relation(key.referencedTable) else { return false }
                // To its own table it may point to an index, which stands behind that.
                if target == index { return !table.hasKey(key.referencedColumns) }
                return (positions[target] ?? 0) > position
            }
            if !later.isEmpty { laterKeys[position] = later }
        }
    }

    /// The position of a table, a view, an index or a sequence; `nil` if it is none of the schema's.
    func position(of relation: ObjectName) -> Int? {
        needs.relation(relation).flatMap { positions[$0] }
    }
}

extension Table {
    fileprivate var foreignKeys: [ForeignKey] {
        constraints.compactMap { constraint in
            guard case .foreignKey(let key) = constraint else { return nil }
            return key
        }
    }

    /// Whether it has a key or a unique constraint of these columns; without columns its primary key is meant.
    fileprivate func hasKey(_ columns: [String]) -> Bool {
        let wanted = Set(columns.map(ExactText.init))
        return wanted.isEmpty
            || constraints.contains { constraint in
                switch constraint {
                case .primaryKey(let key): Set(key.columns.map(ExactText.init)) == wanted
                case .unique(let unique): Set(unique.columns.map(ExactText.init)) == wanted
                case .check, .foreignKey, .exclude: false
                }
            }
    }
}

/// What objects are sorted by where none needs the other.
private struct SortKey: Comparable {
    private let rank: Int
    private let texts: [ExactText]

    init(_ object: SchemaObject, _ dialect: any Dialect) {
        let reference = object.reference
        rank = object.rank
        let schema = reference.name.schema ?? reference.table?.schema ?? dialect.homeSchema
        // Those of the home schema first, as most are.
        let names = [
            schema.isExactly(dialect.homeSchema) ? "" : schema, reference.table?.name ?? "", reference.name.name,
            reference.arguments ?? "", "\(reference.kind)",
        ]
        texts = names.map(ExactText.init)
    }

    static func < (left: SortKey, right: SortKey) -> Bool {
        if left.rank != right.rank { return left.rank < right.rank }
        for (left, right) in zip(left.texts, right.texts) where left != right { return left < right }
        return false
    }
}

extension SchemaObject {
    /// The position of its kind.
    fileprivate var rank: Int {
        switch self {
        case .schema: 0
        case .extension: 1
        case .enumeration, .domain, .compositeType: 2
        case .opaque(let object) where object.isNeededByTables: 2
        case .sequence: 3
        case .table, .virtualTable: 4
        case .index: 5
        case .view: 6
        case .function: 7
        case .trigger: 8
        case .policy: 9
        case .opaque: 10
        }
    }
}
