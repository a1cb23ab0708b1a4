import MigrationDSL
import MigratorCatalogue
import MigratorDatabase

/// The objects of a schema as they are found, by the numbers that the catalogue has for them.
struct PostgresSchemaDraft {
    private struct Item {
        let object: SchemaObject
        let needs: [PostgresObject]
        let rights: [Schema.Right]
        var sequences: [String: ObjectName] = [:]
    }

    private var items: [Item] = []
    private var places: [PostgresObject: Int] = [:]
    private var unsupported: [Schema.Unsupported] = []

    /// Takes an object.
    ///
    /// - Parameters:
    ///   - value: The object.
    ///   - object: What the catalogue calls it; `nil` for what only this program makes an object of.
    ///   - needs: The objects that it needs, beside those that the catalogue tells.
    ///   - rights: What roles may do with it.
    mutating func add(
        _ value: some SchemaPart,
        as object: PostgresObject?,
        needs: [PostgresObject] = [],
        rights: [Schema.Right] = []
    ) {
        for declared in value.declared(at: SourceLocation(file: "", line: 0)) {
            if let object { places[object] = items.count }
            items.append(Item(object: declared.object, needs: needs, rights: rights))
        }
    }

    /// Takes note that what needs a part, or what a part needs, concerns the whole of it.
    mutating func attach(_ part: PostgresObject, to whole: PostgresObject) {
        places[part] = places[whole]
    }

    /// Takes note of the sequence behind a column of a serial type.
    mutating func count(_ column: String, of table: PostgresObject, by sequence: ObjectName) {
        guard let place = places[table] else { return }
        items[place].sequences[column] = sequence
    }

    /// Whether an object is among those of the schema.
    func holds(_ object: PostgresObject) -> Bool { places[object] != nil }

    /// Takes note of what cannot be read.
    mutating func leave(_ object: String, _ kind: String, _ why: String) {
        unsupported.append(Schema.Unsupported(object, kind: kind, why: why))
    }

    /// The schema, each object behind those that it needs.
    func schema(_ dependencies: PostgresDependencies) -> Schema {
        var needs = items.map { item in Set(item.needs.compactMap { place($0, dependencies) }) }
        for need in dependencies.needs {
            guard let item = place(need.object, dependencies), let needed = place(need.needed, dependencies) else {
                continue
            }
            needs[item].insert(needed)
        }
        for index in needs.indices { needs[index].remove(index) }
        let objects = items.map(\.object)
        let references = objects.map(\.reference)
        let order = PostgresObjectOrder(objects, references).positions(needs)
        let entries = order.map { index in
            let needed = Set(needs[index].map { references[$0] })
            var entry = Schema.Entry(objects[index], needs: needed, rights: items[index].rights)
            entry.sequences = items[index].sequences
            return entry
        }
        return Schema(
            .postgres,
            entries,
            unsupported: unsupported.sorted { ($0.kind, $0.object) < ($1.kind, $1.object) }
        )
    }

    /// The item that an object is, or that it is a part of.
    private func place(_ object: PostgresObject, _ dependencies: PostgresDependencies) -> Int? {
        var object = object
        // An array is of a type, that of a table, which may be of an extension: no chain is longer.
        for _ in 0..<4 {
            if let place = places[object] { return place }
            guard let whole = dependencies.wholes[object] else { return nil }
            object = whole
        }
        return nil
    }
}
