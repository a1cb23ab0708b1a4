/// What an object of a schema is.
public enum ObjectKind: Hashable, Sendable {
    /// A schema.
    case schema
    /// An extension.
    case `extension`
    /// An enum type.
    case enumeration
    /// A domain.
    case domain
    /// A composite type.
    case compositeType
    /// A sequence of numbers.
    case sequence
    /// A table, also one that a module of SQLite keeps.
    case table
    /// An index.
    case index
    /// A view.
    case view
    /// A materialized view.
    case materializedView
    /// A function.
    case function
    /// A procedure.
    case procedure
    /// A trigger.
    case trigger
    /// A policy.
    case policy
    /// A constraint.
    case constraint
    /// A constraint of a domain.
    case domainConstraint
    /// Something that has no type of its own yet.
    case opaque(String)
}

extension ObjectKind: CustomStringConvertible {
    /// The kind in a person's words, such as `materialized view`.
    public var description: String {
        switch self {
        case .schema: "schema"
        case .extension: "extension"
        case .enumeration: "enum"
        case .domain: "domain"
        case .compositeType: "composite type"
        case .sequence: "sequence"
        case .table: "table"
        case .index: "index"
        case .view: "view"
        case .materializedView: "materialized view"
        case .function: "function"
        case .procedure: "procedure"
        case .trigger: "trigger"
        case .policy: "policy"
        case .constraint: "constraint"
        case .domainConstraint: "domain constraint"
        case .opaque(let kind): kind
        }
    }
}
