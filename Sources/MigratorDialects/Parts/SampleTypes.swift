package import MigrationDSL
import MigratorSystem

/// The types that a schema brings, by the spelling that their aliases share.
package struct SampleTypes: Sendable {
    /// A type of the schema.
    package enum Named: Sendable {
        case enumeration(EnumType)
        case domain(Domain)
        case composite(CompositeType)
    }

    private var named: [ExactText: Named] = [:]

    /// Takes the types among the objects, and those that columns bring.
    package init(_ objects: [SchemaObject], _ dialect: any Dialect) {
        for object in objects {
            switch object {
            case .enumeration(let type): add(.enumeration(type), type.name, dialect)
            case .domain(let domain): add(.domain(domain), domain.name, dialect)
            case .compositeType(let type): add(.composite(type), type.name, dialect)
            case .table(let table):
                for type in table.columns.compactMap(\.type.broughtEnum) {
                    add(.enumeration(type), type.name, dialect)
                }
            default: break
            }
        }
    }

    private mutating func add(_ type: Named, _ name: ObjectName, _ dialect: any Dialect) {
        named[ExactText(dialect.comparedType(.named(name), in: []).text)] = type
    }

    /// The type of a spelling.
    package subscript(_ spelling: String) -> Named? { named[ExactText(spelling)] }
}
