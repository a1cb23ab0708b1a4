import MigrationDSL
import MigratorSystem

extension [Schema.Entry] {
    /// The entries, each behind those that it needs, and otherwise by kind and name.
    ///
    /// The order is the same for every schema of these objects, however they came to be. Of objects that need one another
    /// one comes before what it needs.
    package func inOrderOfNeed() -> [Schema.Entry] {
        let sorted = self.map { (key: OrderKey($0.object.reference), entry: $0) }.sorted { $0.key < $1.key }.map(
            \.entry
        )
        let numbers = Dictionary(
            sorted.enumerated().map { ($0.element.object.reference, $0.offset) },
            uniquingKeysWith: { first, _ in first }
        )
        var ordered: [Schema.Entry] = []
        var isReached = [Bool](repeating: false, count: sorted.count)
        func reach(_ number: Int) {
            guard !isReached[number] else { return }
            isReached[number] = true
            for need in sorted[number].needs.compactMap({ numbers[$0] }).sorted() { reach(need) }
            ordered.append(sorted[number])
        }
        for number in sorted.indices { reach(number) }
        return ordered
    }
}

/// Where an object comes among those that do not need it: first what others are made of, then what is made of others.
private struct OrderKey: Comparable {
    private let rank: Int
    private let texts: [ExactText]

    init(_ object: ObjectReference) {
        rank =
            switch object.kind {
            case .schema: 0
            case .extension: 1
            case .enumeration, .domain, .compositeType: 2
            case .sequence: 3
            case .function, .procedure: 4
            case .table: 5
            case .index: 6
            case .view, .materializedView: 7
            case .constraint, .domainConstraint: 8
            case .opaque: 9
            case .trigger: 10
            case .policy: 11
            }
        texts = [object.name.schema, object.name.name, object.table?.schema, object.table?.name, object.arguments].map {
            ExactText($0 ?? "")
        }
    }

    static func < (left: OrderKey, right: OrderKey) -> Bool {
        left.rank != right.rank ? left.rank < right.rank : left.texts.lexicographicallyPrecedes(right.texts)
    }
}
