/// An object of a schema: what a declared schema holds, and what is read from a database.
public enum SchemaObject: Hashable, Sendable {
    /// A schema.
    case schema(SchemaName)
    /// An extension.
    case `extension`(Extension)
    /// An enum type.
    case enumeration(EnumType)
    /// A domain.
    case domain(Domain)
    /// A composite type.
    case compositeType(CompositeType)
    /// A sequence of numbers.
    case sequence(NumberSequence)
    /// A table.
    case table(Table)
    /// A table that a module of SQLite keeps.
    case virtualTable(VirtualTable)
    /// An index.
    case index(Index)
    /// A view, materialized or not.
    case view(View)
    /// A function or a procedure.
    case function(Function)
    /// A trigger.
    case trigger(Trigger)
    /// A policy.
    case policy(Policy)
    /// An object that has no type of its own yet.
    case opaque(Opaque)

    /// The object, named.
    public var reference: ObjectReference {
        switch self {
        case .schema(let schema): .schema(schema.name)
        case .extension(let `extension`): .extension(`extension`.name)
        case .enumeration(let type): .enumeration(type.name)
        case .domain(let domain): .domain(domain.name)
        case .compositeType(let type): .compositeType(type.name)
        case .sequence(let sequence): .sequence(sequence.name)
        case .table(let table): .table(table.name)
        case .virtualTable(let table): .table(table.name)
        case .index(let index): .index(index.name, on: index.table)
        case .view(let view): view.reference
        case .function(let function): function.reference
        case .trigger(let trigger): .trigger(trigger.name, on: trigger.table)
        case .policy(let policy): .policy(policy.name, on: policy.table)
        case .opaque(let object): object.reference
        }
    }
}
