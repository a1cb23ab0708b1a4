import MigrationDSL
import MigratorCatalogue
import MigratorDialects

/// Which objects of a schema need which others, foreign keys told apart.
struct SchemaEdges {
    /// The objects that an object needs, but for those that its foreign keys point to.
    private(set) var needs: [ObjectKey: Set<ObjectKey>] = [:]
    /// The objects that need an object.
    private(set) var uses: [ObjectKey: [ObjectKey]] = [:]
    /// The foreign keys of tables to others, with those.
    private(set) var keys: [ObjectKey: [(key: ForeignKey, target: ObjectKey)]] = [:]

    /// The tables whose foreign keys point to a table, each once.
    private(set) var referring: [ObjectKey: [ObjectKey]] = [:]

    init(_ side: ComparedSide, _ dialect: any Dialect) {
        let entries = side.objects.map(\.entry)
        let bare = entries.map { entry in
            guard case .table(let table) = entry.object else { return entry }
            var entry = entry
            entry.object = .table(table.named(without: table.foreignKeyList.map { .foreignKey($0) }))
            return entry
        }
        let found = SchemaNeeds(bare, dialect)
        for (index, object) in side.objects.enumerated() {
            var needed = Set(found.needed(by: index))
            if case .table(let table) = object.entry.object {
                let targets = table.foreignKeyList.compactMap { key in
                    found.relation(side.target(of: key, in: table)).map { (key: key, index: $0) }
                }
                // A reader may have told them with the rest.
                if table.partition == nil, table.parents.isEmpty { needed.subtract(targets.map(\.index)) }
                let others = targets.filter { $0.index != index }
                if !others.isEmpty { keys[object.key] = others.map { ($0.key, side.objects[$0.index].key) } }
                for other in Set(others.map(\.index)).sorted() {
                    referring[side.objects[other].key, default: []].append(object.key)
                }
            }
            // What a body names keeps nothing from being dropped or changed.
            let bodies = needed.intersection(found.bodies(of: index))
            guard !needed.isEmpty else { continue }
            needs[object.key] = Set(needed.map { side.objects[$0].key })
            for used in needed.subtracting(bodies).sorted() {
                uses[side.objects[used].key, default: []].append(object.key)
            }
        }
    }
}

extension ComparedSide {
    /// The table that a foreign key points to, which some databases look for in the table's own schema.
    func target(of key: ForeignKey, in table: Table) -> ObjectName {
        dialect.keepsKeysInSchema
            ? ObjectName(key.referencedTable.name, schema: table.name.schema) : key.referencedTable
    }
}
