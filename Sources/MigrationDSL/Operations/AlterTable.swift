/// Changes one table in several ways at once: one statement on PostgreSQL where it allows, one rebuild on SQLite.
public struct AlterTable: Sendable {
    /// The table.
    public let table: ObjectName
    /// The changes, in order; each is of this table.
    public let changes: [Operation]
}

extension AlterTable: OperationDetails {
    package static var tag: String { "alterTable" }
    package var summary: String { "alter table \(table)" }

    package var touched: Touched {
        changes.reduce(.schema(of: table)) { $0.union($1.touched) }
    }

    package var destroyed: String? {
        let parts = changes.compactMap(\.destroyed)
        return parts.isEmpty ? nil : parts.joined(separator: ", ")
    }

    package func reversed() throws(Irreversible) -> [Operation] {
        var back: [Operation] = []
        for change in changes.reversed() { back += try change.reversed() }
        return [Operation(AlterTable(table: table, changes: back))]
    }

    package func call() -> OperationCall {
        OperationCall("alterTable", .objectName(table)).recording(changes)
    }

    /// The group is only a way to write its changes: it is spelled as they are.
    package func spell(into text: inout CanonicalText) {
        for change in changes { change.spell(into: &text) }
    }
}

/// Records the changes of one table.
public struct TableChanges {
    private let table: ObjectName
    private let op: Operations

    fileprivate init(table: ObjectName, op: Operations) {
        self.table = table
        self.op = op
    }

    /// Adds a column.
    @discardableResult
    public func addColumn(_ column: Column) -> RecordedOperation {
        op.addColumn(column, to: table)
    }
    /// Removes a column; cannot be reversed.
    @discardableResult
    public func dropColumn(_ name: String) -> RecordedOperation {
        op.dropColumn(name, from: table)
    }
    /// Removes a column whose definition is known.
    @discardableResult
    public func dropColumn(_ column: Column) -> RecordedOperation {
        op.dropColumn(column, from: table)
    }
    /// Gives a column another name.
    @discardableResult
    public func renameColumn(_ name: String, to newName: String) -> RecordedOperation {
        op.renameColumn(name, of: table, to: newName)
    }
    /// Adds a constraint.
    @discardableResult
    public func addConstraint(_ constraint: Constraint) -> RecordedOperation {
        op.addConstraint(constraint, to: table)
    }
    /// Removes a constraint; cannot be reversed.
    @discardableResult
    public func dropConstraint(_ name: String) -> RecordedOperation {
        op.dropConstraint(name, from: table)
    }
    /// Removes a constraint whose definition, with its name, is known.
    @discardableResult
    public func dropConstraint(_ constraint: Constraint) -> RecordedOperation {
        op.dropConstraint(constraint, from: table)
    }
    /// Sets when a foreign key is checked.
    @discardableResult
    public func alterConstraint(
        _ name: String,
        deferrable: ColumnChange.Change<Deferral>,
        was previous: ColumnChange.Change<Deferral>? = nil
    ) -> RecordedOperation {
        op.alterConstraint(name, of: table, deferrable: deferrable, was: previous)
    }
    /// Sets what the table is beside its columns and constraints.
    @discardableResult
    public func setOptions(to change: TableOptionsChange, was previous: TableOptionsChange? = nil) -> RecordedOperation
    {
        op.setTableOptions(of: table, to: change, was: previous)
    }

    /// Changes a column; `was` says what it was before.
    @discardableResult
    public func alterColumn(
        _ name: String,
        to change: ColumnChange,
        was previous: ColumnChange? = nil,
        using: SQLText? = nil,
        usingBack: SQLText? = nil
    ) -> RecordedOperation {
        op.alterColumn(name, of: table, to: change, was: previous, using: using, usingBack: usingBack)
    }
}

extension Operations {
    /// Changes one table in several ways at once.
    ///
    /// ```sql
    /// ALTER TABLE "agents" ADD COLUMN "mood" varchar(20), DROP COLUMN "generation"
    /// ```
    @discardableResult
    public func alterTable(_ table: ObjectName, _ body: (TableChanges) -> Void) -> RecordedOperation {
        let group = Operations(arguments: arguments, tag: tag)
        body(TableChanges(table: table, op: group))
        let recorded = record(AlterTable(table: table, changes: group.recorded))
        for allowance in group.recorded.flatMap(\.allowances) {
            recorded.allow(allowance.rule, because: allowance.reason)
        }
        return recorded
    }
}
