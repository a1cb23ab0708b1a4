/// Changes a domain's default, nullability or checks; PostgreSQL only.
public struct AlterDomain: Sendable {
    /// The domain's name.
    public let name: ObjectName
    /// Whether its values may be null; `nil` leaves that as it is.
    public let isNullable: Bool?
    /// What becomes of the default; `nil` leaves it as it is.
    public let defaultValue: ColumnChange.Change<DefaultValue>?
    /// The default before, which makes its change reversible.
    public let previousDefault: ColumnChange.Change<DefaultValue>?
    /// The checks that it gets.
    public let added: [Check]
    /// The checks that it loses; each has a name.
    public let dropped: [Check]
}

extension AlterDomain: OperationDetails {
    package static var tag: String { "alterDomain" }
    package var summary: String { "alter domain \(name)" }
    package var touched: Touched { Touched(tables: nil, schema: true) }

    package func reversed() throws(Irreversible) -> [Operation] {
        guard defaultValue == nil || previousDefault != nil else {
            throw Irreversible(self, "say in was: what the default was, .remove if there was none")
        }
        guard added.allSatisfy({ $0.name != nil }) else {
            throw Irreversible(self, "only a check with a name can be dropped")
        }
        let back = AlterDomain(
            name: name,
            isNullable: isNullable.map { !$0 },
            defaultValue: previousDefault,
            previousDefault: defaultValue,
            added: dropped,
            dropped: added
        )
        return [Operation(back)]
    }

    package func call() -> OperationCall {
        OperationCall("alterDomain", .objectName(name))
            .with("nullable", isNullable.map { .word("\($0)") })
            .with("default", .change(defaultValue) { .defaultValue($0) })
            .with("was", .change(previousDefault) { .defaultValue($0) })
            .with("adding", added.isEmpty ? nil : .list(added.map { .check($0) }))
            .with("dropping", dropped.isEmpty ? nil : .list(dropped.map { .check($0) }))
    }

    package func spell(into text: inout CanonicalText) {
        name.spell(into: &text)
        if let isNullable { text.flag(isNullable ? "nullable" : "notNull", true) }
        text.change("default", defaultValue)
        text.values("add", added)
        text.strings("drop", dropped.map { $0.name ?? "" })
    }
}

extension Operations {
    /// Changes a domain; `was` says what the default was.
    ///
    /// ```sql
    /// ALTER DOMAIN "percentage" DROP CONSTRAINT "in_range"
    /// ALTER DOMAIN "percentage" SET DEFAULT 0
    /// ALTER DOMAIN "percentage" SET NOT NULL
    /// ALTER DOMAIN "percentage" ADD CONSTRAINT "positive" CHECK (VALUE >= 0)
    /// ```
    @discardableResult
    public func alterDomain(
        _ name: ObjectName,
        nullable isNullable: Bool? = nil,
        default defaultValue: ColumnChange.Change<DefaultValue>? = nil,
        was previousDefault: ColumnChange.Change<DefaultValue>? = nil,
        adding added: [Check] = [],
        dropping dropped: [Check] = []
    ) -> RecordedOperation {
        let operation = AlterDomain(
            name: name,
            isNullable: isNullable,
            defaultValue: defaultValue,
            previousDefault: previousDefault,
            added: added,
            dropped: dropped
        )
        return record(operation)
    }
}
