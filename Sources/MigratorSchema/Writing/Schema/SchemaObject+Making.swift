package import MigrationDSL
import MigratorSystem

extension SchemaObject {
    /// Records the operations that make the object.
    ///
    /// The schema that a database has from the start is not made, and an extension that it has is no error.
    /// - Parameters:
    ///   - op: The operations that they are added to.
    ///   - homeSchema: The name of the schema that every database has.
    package func record(_ op: Operations, homeSchema: String) {
        switch self {
        case .schema(let schema):
            if !schema.name.isExactly(homeSchema) { op.createSchema(schema.name) }
            if let comment = schema.comment { op.comment(on: .schema(schema.name), comment) }
        case .extension(let `extension`): op.createExtension(`extension`, ifNotExists: true)
        case .enumeration(let type): op.createEnum(type)
        case .domain(let domain): op.createDomain(domain)
        case .compositeType(let type): op.createCompositeType(type)
        case .sequence(let sequence): op.createSequence(sequence)
        case .table(let table): op.createTable(table)
        case .virtualTable(let table): op.createVirtualTable(table)
        case .index(let index): op.createIndex(index)
        case .view(let view): op.createView(view)
        case .function(let function): op.createFunction(function)
        case .trigger(let trigger): op.createTrigger(trigger)
        case .policy(let policy): op.createPolicy(policy)
        case .opaque(let object): op.createOpaque(object)
        }
    }

    var isFunction: Bool {
        guard case .function = self else { return false }
        return true
    }
}
