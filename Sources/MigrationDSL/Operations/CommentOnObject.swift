/// Says what an object is for; kept by PostgreSQL, nothing to do on SQLite.
public struct CommentOnObject: Sendable {
    /// The object.
    public let object: ObjectReference
    /// The comment; `nil` removes it.
    public let comment: String?
    /// The comment before, which makes the operation reversible.
    public let previous: ColumnChange.Change<String>?
}

extension CommentOnObject: OperationDetails {
    package static var tag: String { "commentOn" }
    package var summary: String { "comment on \(object)" }

    package var touched: Touched {
        switch object.kind {
        case .table, .view, .materializedView: .schema(of: object.name)
        case .domainConstraint: Touched(tables: [], schema: true)
        default: Touched(tables: object.table.map { [$0] } ?? [], schema: true)
        }
    }

    package func reversed() throws(Irreversible) -> [Operation] {
        let before: String?
        switch previous {
        case .set(let comment): before = comment
        case .remove: before = nil
        case nil: throw Irreversible(self, "say in was: what the comment was, .remove if there was none")
        }
        let change: ColumnChange.Change<String> = comment.map { .set($0) } ?? .remove
        return [Operation(CommentOnObject(object: object, comment: before, previous: change))]
    }

    package func call() -> OperationCall {
        OperationCall("comment")
            .with("on", .reference(object))
            .with(nil, comment.map { .text($0) } ?? .word("nil"))
            .with("was", .change(previous))
    }

    package func spell(into text: inout CanonicalText) {
        text.value("object", object)
        text.string("comment", comment)
    }
}

extension Operations {
    /// Says what an object is for.
    ///
    /// ```sql
    /// COMMENT ON INDEX "ix_agents_name" IS 'for the search'
    /// ```
    @discardableResult
    public func comment(
        on object: ObjectReference,
        _ comment: String?,
        was previous: ColumnChange.Change<String>? = nil
    ) -> RecordedOperation {
        record(CommentOnObject(object: object, comment: comment, previous: previous))
    }
}
