/// Says what a table or a column is for; kept by PostgreSQL, nothing to do on SQLite.
public struct CommentOn: Sendable {
    /// The table.
    public let table: ObjectName
    /// The column, or `nil` for the table itself.
    public let column: String?
    /// The comment; `nil` removes it.
    public let comment: String?
    /// The comment before, which makes the operation reversible.
    public let previous: ColumnChange.Change<String>?
}

extension CommentOn: OperationDetails {
    package static var tag: String { "comment" }
    package var summary: String { "comment on \(column.map { "\(table).\($0)" } ?? "\(table)")" }
    package var touched: Touched { .schema(of: table) }

    package func reversed() throws(Irreversible) -> [Operation] {
        let before: String?
        switch previous {
        case .set(let comment): before = comment
        case .remove: before = nil
        case nil: throw Irreversible(self, "say in was: what the comment was, .remove if there was none")
        }
        let change: ColumnChange.Change<String> = comment.map { .set($0) } ?? .remove
        return [Operation(CommentOn(table: table, column: column, comment: before, previous: change))]
    }

    package func call() -> OperationCall {
        let call =
            column.map { OperationCall("commentOnColumn", .name($0)).with("of", table) }
            ?? OperationCall("commentOnTable", .objectName(table))
        return call.with(nil, comment.map { .text($0) } ?? .word("nil")).with("was", .change(previous))
    }

    package func spell(into text: inout CanonicalText) {
        text.value("table", table)
        text.string("column", column)
        text.string("comment", comment)
    }
}

extension Operations {
    /// Says what a table is for.
    ///
    /// ```sql
    /// COMMENT ON TABLE "agents" IS 'who acts'
    /// ```
    @discardableResult
    public func commentOnTable(
        _ table: ObjectName,
        _ comment: String?,
        was previous: ColumnChange.Change<String>? = nil
    ) -> RecordedOperation {
        record(CommentOn(table: table, column: nil, comment: comment, previous: previous))
    }

    /// Says what a column is for.
    ///
    /// ```sql
    /// COMMENT ON COLUMN "agents"."style" IS 'foundation, exo or hybrid'
    /// ```
    @discardableResult
    public func commentOnColumn(
        _ column: String,
        of table: ObjectName,
        _ comment: String?,
        was previous: ColumnChange.Change<String>? = nil
    ) -> RecordedOperation {
        record(CommentOn(table: table, column: column, comment: comment, previous: previous))
    }
}
