/// Adds a value to an enum type; PostgreSQL only, nothing to do on SQLite.
public struct AddEnumValue: Sendable {
    /// The type.
    public let type: ObjectName
    /// The value to add.
    public let value: String
    /// The position among the other values; last if `nil`.
    public let position: Position?

    /// A position among the values of an enum type.
    public enum Position: Hashable, Sendable {
        /// Before this value.
        case before(String)
        /// After this value.
        case after(String)
    }
}

extension AddEnumValue: OperationDetails {
    package static var tag: String { "addEnumValue" }
    package var summary: String { "add value \(value) to enum \(type)" }
    package var touched: Touched { Touched(tables: nil, schema: true) }

    package func reversed() throws(Irreversible) -> [Operation] {
        throw Irreversible(self, "PostgreSQL cannot remove a value from an enum type; write a downgrade")
    }

    package func call() -> OperationCall {
        let call = OperationCall("addEnumValue", .name(value)).with("to", type)
        return switch position {
        case .before(let other): call.with(nil, .call(".before", [.init(nil, .name(other))]))
        case .after(let other): call.with(nil, .call(".after", [.init(nil, .name(other))]))
        case nil: call
        }
    }

    package func spell(into text: inout CanonicalText) {
        text.value("type", type)
        text.string("value", value)
        switch position {
        case .before(let other): text.string("before", other)
        case .after(let other): text.string("after", other)
        case nil: break
        }
    }
}

extension Operations {
    /// Adds a value to an enum type if it has none such; cannot be reversed.
    ///
    /// PostgreSQL lets no transaction use a value that it added. Where something in the revision that follows may use
    /// it, such as a default or a row, the value is added before the revision's transaction and stays if that fails.
    ///
    /// ```sql
    /// ALTER TYPE "mood" ADD VALUE IF NOT EXISTS 'curious' AFTER 'calm'
    /// ```
    @discardableResult
    public func addEnumValue(
        _ value: String,
        to type: ObjectName,
        _ position: AddEnumValue.Position? = nil
    ) -> RecordedOperation {
        record(AddEnumValue(type: type, value: value, position: position))
    }
}
