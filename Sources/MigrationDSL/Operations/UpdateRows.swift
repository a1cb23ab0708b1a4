import MigratorSystem

/// Changes rows of a table.
public struct UpdateRows: Sendable {
    /// The table.
    public let table: ObjectName
    /// The columns and their new values.
    public let values: Row
    /// The columns that are computed, and from what.
    public let computed: [Computed]
    /// The rows to update.
    public let predicate: Predicate
    /// The values before, which make the operation reversible.
    public let previous: Row?
    /// The computed values of the operation that this one undoes.
    let undone: [Computed]

    /// A column that is set to an expression over the row's columns.
    public struct Computed: Hashable, Sendable {
        /// The column.
        public let name: String
        /// The expression.
        public let expression: SQLText
    }

    init(
        table: ObjectName,
        values: Row,
        computed: [Computed] = [],
        predicate: Predicate,
        previous: Row?,
        undoing undone: [Computed] = []
    ) {
        self.table = table
        self.values = values
        self.computed = computed
        self.predicate = predicate
        self.previous = previous
        self.undone = undone
    }

    /// The columns that it sets.
    package var columns: [String] { values.fields.map(\.name) + computed.map(\.name) }
}

extension UpdateRows: OperationDetails {
    package static var tag: String { "update" }
    package var summary: String { "update \(table)" }
    package var touched: Touched { .data(of: table) }
    package var destroyed: String? { previous == nil ? "former values of \(table)" : nil }

    package func reversed() throws(Irreversible) -> [Operation] {
        guard let previous else {
            throw Irreversible(self, "say in was: which values the rows had, or write a downgrade")
        }
        let columns = Set(columns.map(ExactText.init))
        guard columns == Set((previous.fields.map(\.name) + undone.map(\.name)).map(ExactText.init)) else {
            throw Irreversible(self, "was: must name the very columns that are set")
        }
        guard columns.isDisjoint(with: predicate.columnList.map(ExactText.init)) else {
            throw Irreversible(self, "it sets a column by which it finds its rows; write a downgrade")
        }
        let back = UpdateRows(
            table: table,
            values: previous,
            computed: undone,
            predicate: predicate,
            previous: values,
            undoing: computed
        )
        return [Operation(back)]
    }

    package func call() -> OperationCall {
        let computing = computed.map { (key: $0.name, value: CallValue.sql($0.expression)) }
        return OperationCall("update", .objectName(table))
            .with("set", values.fields.isEmpty ? nil : .row(values))
            .with("computing", computing.isEmpty ? nil : .pairs(computing))
            .with("where", .predicate(predicate))
            .with("was", previous.map { .row($0) })
    }

    package func spell(into text: inout CanonicalText) {
        text.value("table", table)
        text.value("set", values)
        text.unordered("computing", computed)
        text.value("where", predicate)
    }
}

extension UpdateRows.Computed: CanonicallySpelled {
    package func spell(into text: inout CanonicalText) {
        text.string("column", name)
        text.value("to", expression)
    }
}

extension Operations {
    /// Changes rows of a table; `was` says which values they had, and makes the operation reversible.
    ///
    /// ```sql
    /// UPDATE "naming_config" SET "enabled" = true WHERE "config_key" = 'default_style'
    /// ```
    ///
    /// A column that the same revision adds had no values: its update needs no `was`, as the downgrade drops it.
    ///
    /// ```swift
    /// op.addColumn(Column("full_name", .text), to: "people")
    /// op.update("people", computing: ["full_name": "first_name || ' ' || last_name"], where: .everyRow)
    /// ```
    ///
    /// - Parameters:
    ///   - table: The table.
    ///   - values: Columns and their new values.
    ///   - expressions: Columns and what they are computed from: SQL over the columns of the same row.
    ///   - predicate: Which rows.
    ///   - previous: The values of all these columns before.
    /// - Returns: The operation, of which more may be said.
    @discardableResult
    public func update(
        _ table: ObjectName,
        set values: Row = [:],
        computing expressions: KeyValuePairs<String, SQLText> = [:],
        where predicate: Predicate,
        was previous: Row? = nil
    ) -> RecordedOperation {
        let operation = UpdateRows(
            table: table,
            values: values,
            computed: expressions.map { UpdateRows.Computed(name: $0.key, expression: $0.value) },
            predicate: predicate,
            previous: previous
        )
        return record(operation)
    }
}
