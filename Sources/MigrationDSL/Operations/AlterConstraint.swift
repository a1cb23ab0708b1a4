/// Sets when a foreign key is checked; PostgreSQL only.
public struct AlterConstraint: Sendable {
    /// The table.
    public let table: ObjectName
    /// The constraint's name.
    public let name: String
    /// Whether the check may wait until the transaction ends; not if it is removed.
    public let deferrable: ColumnChange.Change<Deferral>
    /// What that was before, which makes the operation reversible.
    public let previous: ColumnChange.Change<Deferral>?
}

extension AlterConstraint: OperationDetails {
    package static var tag: String { "alterConstraint" }
    package var summary: String { "alter constraint \(name) of \(table)" }
    package var touched: Touched { .schema(of: table) }

    package func reversed() throws(Irreversible) -> [Operation] {
        guard let previous else {
            throw Irreversible(self, "say in was: when the key was checked, .remove if at each statement")
        }
        let back = AlterConstraint(table: table, name: name, deferrable: previous, previous: deferrable)
        return [Operation(back)]
    }

    package func call() -> OperationCall {
        changed(OperationCall("alterConstraint", .name(name)).with("of", table))
    }

    package var memberCall: OperationCall? {
        changed(OperationCall("alterConstraint", .name(name)))
    }

    private func changed(_ call: OperationCall) -> OperationCall {
        call.with("deferrable", .change(deferrable) { .deferral($0) })
            .with("was", .change(previous) { .deferral($0) })
    }

    package func spell(into text: inout CanonicalText) {
        text.value("table", table)
        text.string("name", name)
        switch deferrable {
        case .set(let deferral): text.string("deferrable", deferral.rawValue)
        case .remove: text.flag("notDeferrable", true)
        }
    }
}

extension Operations {
    /// Sets when a foreign key is checked; `was` makes the operation reversible.
    ///
    /// ```sql
    /// ALTER TABLE "traits" ALTER CONSTRAINT "traits_agent_id_fkey" DEFERRABLE INITIALLY DEFERRED
    /// ```
    @discardableResult
    public func alterConstraint(
        _ name: String,
        of table: ObjectName,
        deferrable: ColumnChange.Change<Deferral>,
        was previous: ColumnChange.Change<Deferral>? = nil
    ) -> RecordedOperation {
        let operation = AlterConstraint(table: table, name: name, deferrable: deferrable, previous: previous)
        return record(operation)
    }
}
