/// Runs SQL as written.
public struct ExecuteSQL: Sendable {
    /// The SQL; may be several statements.
    public let sql: SQLText
    /// The tables that it touches; `nil` if it does not say, which counts as all.
    public let tables: [ObjectName]?
    /// Whether the revision says so itself; else they were read from the text, which does not show triggers.
    package let declaresTables: Bool
    /// The statement's location, if it comes from a file of SQL.
    public let location: SourceLocation?
    /// The SQL that undoes it, which makes the operation reversible.
    public let reverse: SQLText?

    package init(
        sql: SQLText,
        tables: [ObjectName]?,
        declaresTables: Bool = true,
        location: SourceLocation? = nil,
        reverse: SQLText? = nil
    ) {
        self.sql = sql
        self.tables = tables
        self.declaresTables = declaresTables && tables != nil
        self.location = location
        self.reverse = reverse
    }
}

extension ExecuteSQL: OperationDetails {
    package static var tag: String { "execute" }

    package var summary: String {
        // No more is looked at than is shown: a statement may have megabytes.
        var (shown, count, isAfterSpace) = ("", 0, false)
        for character in sql.postgres ?? sql.sqlite ?? "" {
            if character.isWhitespace {
                isAfterSpace = count > 0
                continue
            }
            for next in isAfterSpace ? [" ", character] : [character] {
                guard count < 60 else { return "execute \(shown)…" }
                shown.append(next)
                count += 1
            }
            isAfterSpace = false
        }
        return "execute \(shown)"
    }

    package var touched: Touched {
        Touched(tables: tables.map(Set.init), schema: true, data: true)
    }

    package func reversed() throws(Irreversible) -> [Operation] {
        guard let reverse else {
            throw Irreversible(self, "say in reverse: which SQL undoes it, or write a downgrade")
        }
        return [Operation(ExecuteSQL(sql: reverse, tables: tables, reverse: sql))]
    }

    package func call() -> OperationCall {
        OperationCall("execute", .sql(sql))
            .with("touches", declaresTables ? tables.map { .list($0.map { .objectName($0) }) } : nil)
            .with("reverse", reverse.map { .sql($0) })
    }

    package func spell(into text: inout CanonicalText) {
        sql.spell(into: &text)
    }
}

extension Operations {
    /// Runs SQL as written; may say which tables it touches and which SQL undoes it.
    ///
    /// ```swift
    /// op.execute(SQLText(postgres: "ANALYZE agents", sqlite: "ANALYZE agents"), touches: [])
    /// ```
    @discardableResult
    public func execute(
        _ sql: SQLText,
        touches tables: [ObjectName]? = nil,
        reverse: SQLText? = nil
    ) -> RecordedOperation {
        record(ExecuteSQL(sql: sql, tables: tables, reverse: reverse))
    }
}
