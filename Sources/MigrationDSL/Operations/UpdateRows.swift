/// Changes rows of a table.
public struct UpdateRows: Sendable {
    /// The table.
    public let table: ObjectName
    /// The columns and their new values.
    public let values: Row
    /// Which rows.
    public let predicate: Predicate
    /// The values before, which make the operation reversible.
    public let previous: Row?
}

extension UpdateRows: OperationDetails {
    package static var tag: String { "update" }
    package var summary: String { "update \(table)" }
    package var touched: Touched { .data(of: table) }

    package func reversed() throws(Irreversible) -> [Operation] {
        guard let previous else {
            throw Irreversible(self, "say in was: which values the rows had, or write a downgrade")
        }
        let columns = Set(values.fields.map(\.name))
        guard columns == Set(previous.fields.map(\.name)) else {
            throw Irreversible(self, "was: must name the very columns that are set")
        }
        guard columns.isDisjoint(with: predicate.columns) else {
            throw Irreversible(self, "it sets a column by which it finds its rows; write a downgrade")
        }
        let back = UpdateRows(table: table, values: previous, predicate: predicate, previous: values)
        return [.update(back)]
    }

    package func spell(into text: inout CanonicalText) {
        text.value("table", table)
        text.value("set", values)
        text.value("where", predicate)
    }
}

extension Operations {
    /// Changes rows of a table; `was` says which values they had, and makes the operation reversible.
    ///
    /// ```sql
    /// UPDATE "naming_config" SET "enabled" = true WHERE "config_key" = 'default_style'
    /// ```
    public func update(
        _ table: ObjectName,
        set values: Row,
        where predicate: Predicate,
        was previous: Row? = nil
    ) {
        record(.update(UpdateRows(table: table, values: values, predicate: predicate, previous: previous)))
    }
}
