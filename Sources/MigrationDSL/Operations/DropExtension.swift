/// Removes an extension from the database; PostgreSQL only.
public struct DropExtension: Sendable {
    /// The extension's name.
    public let name: String
    /// What it was, which makes the operation reversible.
    public let definition: Extension?
    /// Whether an extension that is not there is no error.
    public let ifExists: Bool
}

extension DropExtension: OperationDetails {
    package static var tag: String { "dropExtension" }
    package var summary: String { "drop extension \(name)" }
    package var touched: Touched { Touched(tables: [], schema: true) }

    package func reversed() throws(Irreversible) -> [Operation] {
        guard let definition else {
            throw Irreversible(self, "give dropExtension the extension's definition, or write a downgrade")
        }
        return [Operation(CreateExtension(extension: definition, ifNotExists: ifExists))]
    }

    package func call() -> OperationCall {
        let dropped: CallValue = definition.map { .object(.extension($0)) } ?? .name(name)
        return OperationCall("dropExtension", dropped).flag("ifExists", ifExists)
    }

    package func spell(into text: inout CanonicalText) {
        text.string("name", name)
        text.flag("ifExists", ifExists)
    }
}

extension Operations {
    /// Removes an extension; cannot be reversed.
    ///
    /// ```sql
    /// DROP EXTENSION "citext"
    /// ```
    @discardableResult
    public func dropExtension(_ name: String, ifExists: Bool = false) -> RecordedOperation {
        record(DropExtension(name: name, definition: nil, ifExists: ifExists))
    }

    /// Removes an extension of which the definition is known.
    @discardableResult
    public func dropExtension(_ extension: Extension, ifExists: Bool = false) -> RecordedOperation {
        let drop = DropExtension(name: `extension`.name, definition: `extension`, ifExists: ifExists)
        return record(drop)
    }
}
