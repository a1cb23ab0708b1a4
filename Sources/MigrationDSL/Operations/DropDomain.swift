/// Removes a domain; PostgreSQL only.
public struct DropDomain: Sendable {
    /// The domain's name.
    public let name: ObjectName
    /// What it was, which makes the operation reversible.
    public let definition: Domain?
}

extension DropDomain: OperationDetails {
    package static var tag: String { "dropDomain" }
    package var summary: String { "drop domain \(name)" }
    package var touched: Touched { Touched(tables: [], schema: true) }

    package func reversed() throws(Irreversible) -> [Operation] {
        guard let definition else {
            throw Irreversible(self, "give dropDomain the domain's definition, or write a downgrade")
        }
        return [Operation(CreateDomain(domain: definition))]
    }

    package func call() -> OperationCall {
        OperationCall("dropDomain", definition.map { .object(.domain($0)) } ?? .objectName(name))
    }

    package func spell(into text: inout CanonicalText) {
        name.spell(into: &text)
    }
}

extension Operations {
    /// Removes a domain; cannot be reversed.
    ///
    /// ```sql
    /// DROP DOMAIN "percentage"
    /// ```
    @discardableResult
    public func dropDomain(_ name: ObjectName) -> RecordedOperation {
        record(DropDomain(name: name, definition: nil))
    }

    /// Removes a domain of which the definition is known.
    @discardableResult
    public func dropDomain(_ domain: Domain) -> RecordedOperation {
        record(DropDomain(name: domain.name, definition: domain))
    }
}
