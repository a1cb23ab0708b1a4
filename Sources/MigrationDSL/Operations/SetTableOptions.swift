/// Sets what a table is beside its columns and constraints; PostgreSQL only.
public struct SetTableOptions: Sendable {
    /// The table.
    public let table: ObjectName
    /// What changes.
    public let change: TableOptionsChange
    /// What it was before, which makes the operation reversible.
    public let previous: TableOptionsChange?
}

/// Options of a table that change together; `nil` leaves one as it is.
public struct TableOptionsChange: Hashable, Sendable {
    /// Whether PostgreSQL keeps the table in its log.
    public let isLogged: Bool?
    /// The storage parameters that are set or go.
    public let storage: [String: ColumnChange.Change<String>]
    /// Whether policies decide which rows a role sees.
    public let rowSecurity: RowSecurity?
    /// What PostgreSQL tells subscribers of a row before it changed.
    public let replicaIdentity: ReplicaIdentity?

    /// Creates a change.
    public init(
        logged isLogged: Bool? = nil,
        storage: [String: ColumnChange.Change<String>] = [:],
        rowSecurity: RowSecurity? = nil,
        replicaIdentity: ReplicaIdentity? = nil
    ) {
        self.isLogged = isLogged
        self.storage = storage
        self.rowSecurity = rowSecurity
        self.replicaIdentity = replicaIdentity
    }
}

extension SetTableOptions: OperationDetails {
    package static var tag: String { "setTableOptions" }
    package var summary: String { "set options of table \(table)" }
    package var touched: Touched { .schema(of: table) }

    package func reversed() throws(Irreversible) -> [Operation] {
        guard let previous else {
            throw Irreversible(self, "say in was: what the options were, or write a downgrade")
        }
        let missing = [
            change.isLogged != nil && previous.isLogged == nil ? "logged" : nil,
            change.storage.keys.contains { previous.storage[$0] == nil } ? "storage" : nil,
            change.rowSecurity != nil && previous.rowSecurity == nil ? "rowSecurity" : nil,
            change.replicaIdentity != nil && previous.replicaIdentity == nil ? "replicaIdentity" : nil,
        ].compactMap(\.self)
        guard missing.isEmpty else {
            throw Irreversible(self, "was: does not say the table's former \(missing.joined(separator: ", "))")
        }
        return [Operation(SetTableOptions(table: table, change: previous, previous: change))]
    }

    package func call() -> OperationCall {
        changed(OperationCall("setTableOptions").with("of", table))
    }

    package var memberCall: OperationCall? {
        changed(OperationCall("setOptions"))
    }

    private func changed(_ call: OperationCall) -> OperationCall {
        call.with("to", .tableOptionsChange(change)).with("was", previous.map { .tableOptionsChange($0) })
    }

    package func spell(into text: inout CanonicalText) {
        text.value("table", table)
        if let isLogged = change.isLogged { text.flag(isLogged ? "logged" : "unlogged", true) }
        text.changes("storage", change.storage)
        text.value("rowSecurity", change.rowSecurity)
        text.value("replicaIdentity", change.replicaIdentity)
    }
}

extension Operations {
    /// Sets options of a table; `was` makes the operation reversible.
    ///
    /// ```sql
    /// ALTER TABLE "documents" SET (fillfactor = 70), ENABLE ROW LEVEL SECURITY
    /// ```
    public func setTableOptions(
        of table: ObjectName,
        to change: TableOptionsChange,
        was previous: TableOptionsChange? = nil
    ) {
        record(SetTableOptions(table: table, change: change, previous: previous))
    }
}
