import MigrationDSL
import MigratorCatalogue
import MigratorSystem

/// The order in which objects are given: by kind and name, but each behind those that it needs.
struct PostgresObjectOrder {
    /// The objects in order of kind and name.
    private let sorted: [Int]

    init(_ objects: [SchemaObject], _ references: [ObjectReference]) {
        let keys = zip(objects, references).map { object, reference in
            let name = reference.name
            let texts = [name.schema, name.name, reference.table?.schema, reference.table?.name, reference.arguments]
            return (Self.rank(object), ExactText(texts.map { $0 ?? "" }.joined(separator: "\u{0}")))
        }
        sorted = objects.indices.sorted { keys[$0] < keys[$1] }
    }

    /// The objects in order.
    ///
    /// Where several need one another in a circle, the one that sorts first is last.
    ///
    /// - Parameter needs: What each needs.
    /// - Returns: Where each is among all.
    func positions(_ needs: [Set<Int>]) -> [Int] {
        var ranks = sorted
        for (rank, item) in sorted.enumerated() { ranks[item] = rank }
        var order: [Int] = []
        var isSeen = sorted.map { _ in false }
        // No recursion: a chain of tables may be long.
        var path: [(item: Int, needed: ArraySlice<Int>)] = []
        func enter(_ item: Int) {
            guard !isSeen[item] else { return }
            isSeen[item] = true
            path.append((item, needs[item].sorted { ranks[$0] < ranks[$1] }[...]))
        }
        for item in sorted {
            enter(item)
            while !path.isEmpty {
                if let needed = path[path.count - 1].needed.popFirst() {
                    enter(needed)
                } else {
                    order.append(path.removeLast().item)
                }
            }
        }
        return order
    }

    /// Functions come late, as the texts of most may name any table, which no catalogue knows.
    private static func rank(_ object: SchemaObject) -> Int {
        switch object {
        case .schema: 0
        case .extension: 1
        case .enumeration: 2
        case .domain: 3
        case .compositeType: 4
        case .opaque(let object) where object.isNeededByTables: 5
        case .sequence: 6
        case .table, .virtualTable: 7
        case .index: 8
        case .view: 9
        case .function: 10
        case .trigger: 11
        case .policy: 12
        case .opaque: 13
        }
    }
}
