/// Loads rows into a table, as fast as the database can.
public struct BulkInsert: Sendable {
    /// The table.
    public let table: ObjectName
    /// The source of the rows.
    public let payload: Payload
    /// The rule for a row whose key is there already.
    public let onConflict: ConflictRule
    /// The columns by which the downgrade finds the rows again.
    public let key: [String]
    /// The operation's location, if it comes from a file of SQL.
    public let location: SourceLocation?

    package init(
        table: ObjectName,
        payload: Payload,
        onConflict: ConflictRule = .error,
        key: [String] = [],
        location: SourceLocation? = nil
    ) {
        self.table = table
        self.payload = payload
        self.onConflict = onConflict
        self.key = key
        self.location = location
    }
}

/// The rule for a row of a bulk insert whose key is there already.
public enum ConflictRule: Hashable, Sendable {
    /// The load fails and nothing is written.
    case error
    /// The row that is there stays.
    case doNothing
    /// The row that is there takes the new values, found by these columns.
    case update(key: [String])
}

extension BulkInsert: OperationDetails {
    package static var tag: String { "bulkInsert" }
    package var summary: String { "bulk insert into \(table) from \(payload.summary)" }
    package var touched: Touched { .data(of: table) }

    package func reversed() throws(Irreversible) -> [Operation] {
        guard onConflict == .error else {
            throw Irreversible(self, "rows that were there before cannot be told from its own; write a downgrade")
        }
        guard !key.isEmpty else {
            throw Irreversible(self, "say in key: which columns name a row, so that the downgrade finds them")
        }
        return [Operation(RemoveRows(table: table, payload: payload, key: key))]
    }

    package func call() throws(Unwritable) -> OperationCall {
        let call = OperationCall("bulkInsert").with("into", table)
        let loading =
            switch payload.source {
            case .rows(let rows): call.with(nil, .list(rows.map { .row($0) }))
            case .file(let path, let format):
                call.with("from", .call(".\((format ?? .init(of: path)).rawValue)", [.init(nil, .name(path))]))
            case .computed: throw .withoutItsSource
            }
        return loading.with("onConflict", onConflict.callValue).with("key", key.isEmpty ? nil : .names(key))
    }

    package func spell(into text: inout CanonicalText) {
        text.value("table", table)
        text.value("payload", payload)
        switch onConflict {
        case .error: break
        case .doNothing: text.flag("doNothing", true)
        case .update(let key): text.strings("update", key)
        }
    }
}

extension Payload.Format {
    /// The format that a path says, as `rows.csv.zst` does.
    fileprivate init(of path: String) {
        let end = ["csv", "ndjson", "jsonl"].first { path.contains(".\($0)") } ?? "json"
        self = Self(rawValue: end) ?? .ndjson
    }
}

extension ConflictRule {
    fileprivate var callValue: CallValue? {
        switch self {
        case .error: nil
        case .doNothing: .word(".doNothing")
        case .update(let key): .call(".update", [.init("key", .names(key))])
        }
    }
}

extension Operations {
    /// Loads rows into a table.
    ///
    /// ```swift
    /// op.bulkInsert(into: "spirit_titles", from: .json("payloads/spirit_titles.json"), key: ["id"])
    /// ```
    ///
    /// - Parameters:
    ///   - table: The table.
    ///   - payload: Where the rows come from.
    ///   - onConflict: What happens to a row whose key is there already.
    ///   - key: The columns by which a derived downgrade finds the rows again; not needed if the same revision made
    ///     the table, since the downgrade drops it.
    /// - Returns: The operation, of which more may be said.
    @discardableResult
    public func bulkInsert(
        into table: ObjectName,
        from payload: Payload,
        onConflict: ConflictRule = .error,
        key: [String] = []
    ) -> RecordedOperation {
        record(BulkInsert(table: table, payload: payload, onConflict: onConflict, key: key))
    }

    /// Loads rows that are written down in the revision.
    @discardableResult
    public func bulkInsert(
        into table: ObjectName,
        _ rows: [Row],
        onConflict: ConflictRule = .error,
        key: [String] = []
    ) -> RecordedOperation {
        bulkInsert(into: table, from: .rows(rows), onConflict: onConflict, key: key)
    }
}
