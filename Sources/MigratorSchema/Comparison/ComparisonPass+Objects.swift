import MigrationDSL
import MigratorCatalogue
import MigratorDialects
import MigratorSystem

extension ComparisonPass {
    mutating func create(_ object: SchemaObject) {
        let reference = object.reference
        report(object.creation, reference, new: .object(object), "\(reference): added")
    }

    mutating func drop(_ object: SchemaObject) {
        let reference = object.reference
        // A schema that Swift declares says nothing of what has no type of its own.
        if case .opaque(let opaque) = object, new.isDeclared {
            let why = "it is not declared, and is left alone"
            unsupported.append(Schema.Unsupported("\(opaque.name)", kind: opaque.kind, why: why))
            return
        }
        report(
            object.removal,
            reference,
            old: .object(object),
            "\(reference): dropped",
            destroys: object.holdsData
        )
    }

    /// Drops the one and makes the other.
    mutating func replace(_ old: SchemaObject, by new: SchemaObject, _ why: String) {
        report(
            new.creation,
            new.reference,
            old: .object(old),
            new: .object(new),
            "\(new.reference): \(why); made anew",
            destroys: old.holdsData
        )
    }

    mutating func compare(_ old: SchemaObject, _ new: SchemaObject) {
        compareNames(old, new)
        switch (old, new) {
        case (.schema(let old), .schema(let new)): compareComments(old.comment, new.comment, of: .schema(new.name))
        case (.extension(let old), .extension(let new)): compare(old, new)
        case (.enumeration(let old), .enumeration(let new)): compare(old, new)
        case (.domain(let old), .domain(let new)): compare(old, new)
        case (.compositeType(let old), .compositeType(let new)): compare(old, new)
        case (.sequence(let old), .sequence(let new)): compare(old, new)
        case (.table(let old), .table(let new)): compare(old, new)
        case (.virtualTable(let old), .virtualTable(let new)): compare(old, new)
        case (.view(let old), .view(let new)): compare(old, new)
        case (.function(let old), .function(let new)): compare(old, new)
        case (.trigger(let old), .trigger(let new)): compare(old, new)
        case (.policy(let old), .policy(let new)): compare(old, new)
        case (.opaque(let old), .opaque(let new)): compare(old, new)
        default:
            // A virtual table and a plain one have names of one kind.
            gone.insert(self.new.relation(new.reference.name))
            replace(old, by: new, "it becomes another kind of object")
        }
    }

    private mutating func compareNames(_ old: SchemaObject, _ new: SchemaObject) {
        let name = new.reference.name.name
        let former = old.reference.name.name
        guard !dialect.comparedName(former).isExactly(dialect.comparedName(name)) else { return }
        let summary = "\(old.reference) -> \(name)"
        report(new.renaming, new.reference, old: .name(former), new: .name(name), summary)
    }

    mutating func compareComments(_ old: String?, _ new: String?, of object: ObjectReference) {
        guard let words = commentWords(old, new) else { return }
        let change: SchemaChange = object.kind == .table ? .commentOnTable : .comment
        report(change, object, old: .comment(old), new: .comment(new), "\(object): \(words)")
    }

    /// What differs between two comments, in words; an empty one is none.
    func commentWords(_ old: String?, _ new: String?) -> String? {
        guard rules.keepsComments, !(old ?? "").isExactly(new ?? "") else { return nil }
        if (old ?? "").isEmpty { return "comment added" }
        return (new ?? "").isEmpty ? "comment removed" : "comment changed"
    }
}

extension SchemaObject {
    /// What goes with it for good.
    fileprivate var holdsData: Bool {
        switch self {
        // The tables of an extension hold rows, and a sequence its number.
        case .table, .virtualTable, .sequence, .extension: true
        default: false
        }
    }

    var creation: SchemaChange {
        switch self {
        case .schema: .createSchema
        case .extension: .createExtension
        case .enumeration: .createEnum
        case .domain: .createDomain
        case .compositeType: .createCompositeType
        case .sequence: .createSequence
        case .table: .createTable
        case .virtualTable: .createVirtualTable
        case .index: .createIndex
        case .view: .createView
        case .function: .createFunction
        case .trigger: .createTrigger
        case .policy: .createPolicy
        case .opaque: .createOpaque
        }
    }

    fileprivate var removal: SchemaChange {
        switch self {
        case .schema: .dropSchema
        case .extension: .dropExtension
        case .enumeration: .dropEnum
        case .domain: .dropDomain
        case .compositeType: .dropCompositeType
        case .sequence: .dropSequence
        case .table: .dropTable
        case .virtualTable: .dropVirtualTable
        case .index: .dropIndex
        case .view: .dropView
        case .function: .dropFunction
        case .trigger: .dropTrigger
        case .policy: .dropPolicy
        case .opaque: .dropOpaque
        }
    }

    fileprivate var renaming: SchemaChange {
        switch self {
        case .enumeration: .renameEnum
        case .domain: .renameDomain
        case .sequence: .renameSequence
        case .table: .renameTable
        case .index: .renameIndex
        case .view: .renameView
        default: .rename
        }
    }
}
