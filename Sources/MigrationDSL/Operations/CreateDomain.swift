/// Makes a domain; PostgreSQL only.
public struct CreateDomain: Sendable {
    /// The domain to make.
    public let domain: Domain
}

extension CreateDomain: OperationDetails {
    package static var tag: String { "createDomain" }
    package var summary: String { "create domain \(domain.name)" }
    package var touched: Touched { Touched(tables: [], schema: true) }

    package func reversed() -> [Operation] {
        [Operation(DropDomain(name: domain.name, definition: domain))]
    }

    package func call() -> OperationCall {
        OperationCall("createDomain", .object(.domain(domain)))
    }

    package func spell(into text: inout CanonicalText) {
        domain.spell(into: &text)
    }
}

extension Operations {
    /// Makes a domain.
    ///
    /// ```sql
    /// CREATE DOMAIN "percentage" AS integer CONSTRAINT "in_range" CHECK (VALUE BETWEEN 0 AND 100)
    /// ```
    @discardableResult
    public func createDomain(_ domain: Domain) -> RecordedOperation {
        record(CreateDomain(domain: domain))
    }
}
