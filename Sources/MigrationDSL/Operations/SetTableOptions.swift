/// Sets what a table is beside its columns and constraints.
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
    /// The options that only SQLite has, all of them; the table is rebuilt.
    public let sqliteOptions: SQLiteTableOptions?

    /// Creates a change.
    public init(
        logged isLogged: Bool? = nil,
        storage: [String: ColumnChange.Change<String>] = [:],
        rowSecurity: RowSecurity? = nil,
        replicaIdentity: ReplicaIdentity? = nil,
        sqlite sqliteOptions: SQLiteTableOptions? = nil
    ) {
        self.isLogged = isLogged
        self.storage = storage
        self.rowSecurity = rowSecurity
        self.replicaIdentity = replicaIdentity
        self.sqliteOptions = sqliteOptions
    }
}

extension TableOptionsChange: AspectChange {
    var aspects: [String] {
        [
            isLogged == nil ? nil : "logged",
            rowSecurity == nil ? nil : "rowSecurity",
            replicaIdentity == nil ? nil : "replicaIdentity",
            sqliteOptions == nil ? nil : "sqlite",
        ].compactMap(\.self) + storage.keys.sorted().map { "storage \($0)" }
    }
}

extension SetTableOptions: OperationDetails {
    package static var tag: String { "setTableOptions" }
    package var summary: String { "set options of table \(table)" }
    package var touched: Touched { .schema(of: table) }

    package func reversed() throws(Irreversible) -> [Operation] {
        let back = try undone(change, was: previous, "the table")
        return [Operation(SetTableOptions(table: table, change: back, previous: change))]
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
        if let options = change.sqliteOptions {
            text.flag(options.contains(.strict) ? "strict" : "notStrict", true)
            text.flag(options.contains(.withoutRowID) ? "withoutRowID" : "withRowID", true)
        }
    }
}

extension Operations {
    /// Sets options of a table; `was` makes the operation reversible.
    ///
    /// ```sql
    /// ALTER TABLE "documents" SET (fillfactor = 70), ENABLE ROW LEVEL SECURITY
    /// ```
    ///
    /// On SQLite the table is rebuilt as STRICT or WITHOUT ROWID, or as neither; PostgreSQL ignores that.
    @discardableResult
    public func setTableOptions(
        of table: ObjectName,
        to change: TableOptionsChange,
        was previous: TableOptionsChange? = nil
    ) -> RecordedOperation {
        record(SetTableOptions(table: table, change: change, previous: previous))
    }
}
