import MigrationDSL
import MigratorSystem

/// What is done to one object at once: it is dropped, changed or made.
struct ActKey: Hashable {
    /// What is done; of those that nothing else orders, the lower comes first.
    enum Kind: Int {
        /// A foreign key is dropped ahead of its table.
        case dropKey
        /// The object is dropped.
        case drop
        /// What a table loses before it or its columns take other names.
        case narrow
        /// The object, or columns of it, take other names.
        case rename
        /// The object is changed.
        case alter
        /// The object is made.
        case create
        /// What could not be said when the object was made, such as a foreign key of a circle.
        case later
        /// The old form of a type that was replaced is dropped.
        case finish
    }

    let kind: Kind
    let object: ObjectKey
    /// What of the object it is about, where there may be several.
    var part: ExactText?

    init(_ kind: Kind, _ object: ObjectKey, part: String? = nil) {
        self.kind = kind
        self.object = object
        self.part = part.map(ExactText.init)
    }
}

/// Operations, and what undoes them if that is not their reverse.
struct Step {
    var operations: [Operation]
    /// What undoes them, which is their reverse if `nil`.
    ///
    /// Without operations, it makes again what something else took with it.
    var undo: [Operation]?

    init(_ operations: [Operation], undo: [Operation]? = nil) {
        self.operations = operations
        self.undo = undo
    }

    init(undo: [Operation]? = nil, _ record: (Operations) -> Void) {
        let op = Operations()
        record(op)
        operations = op.recorded
        self.undo = undo
    }
}

/// The steps of one act.
struct Act {
    let key: ActKey
    /// Those before the changes of a table that are made together.
    var before: [Step] = []
    /// The changes of a table that are made together.
    var changes: [TableChange] = []
    /// Those after.
    var after: [Step] = []
    /// The table that is made; its foreign keys may be left for later.
    var table: Table?
    /// The name of the table that changes.
    var tableName: ObjectName?
    /// The acts that come before it, beside those that the schemas tell.
    var follows: Set<ActKey> = []

    init(_ key: ActKey) {
        self.key = key
    }

    /// All steps, in order.
    var steps: [Step] {
        var steps = before
        if let table { steps.append(Step(table.making)) }
        if let tableName, !changes.isEmpty { steps.append(Step([changes.operation(on: tableName)])) }
        return steps + after
    }

    /// Leaves a foreign key, which is dropped apart, out of the definition of the table that is dropped.
    mutating func leave(_ foreign: ForeignKey) {
        after = after.map { step in
            guard let drop = step.operations.first?.details as? DropTable, let table = drop.definition else {
                return step
            }
            let left = table.named(without: [.foreignKey(foreign)])
            return Step(undo: step.undo == nil ? nil : left.making) { $0.dropTable(left) }
        }
    }

    /// Takes a foreign key out of what the act adds; `nil` if it adds none such.
    mutating func cut(_ key: ForeignKey) -> Constraint? {
        let constraint = Constraint.foreignKey(key)
        if let whole = table, whole.constraints.contains(constraint) {
            table = whole.named(without: [constraint])
            return constraint
        }
        for (index, change) in changes.enumerated() {
            switch change {
            case .addConstraint(let added) where added.isSame(as: constraint):
                changes.remove(at: index)
                return added
            case .addColumn(let column) where column.constraints.contains(constraint):
                let left = column.constraints.filter { $0 != constraint }
                changes[index] = .addColumn(column.with(type: column.type, constraints: left))
                return constraint
            default: continue
            }
        }
        return nil
    }
}
