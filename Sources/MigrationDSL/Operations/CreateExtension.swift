/// Adds an extension to the database; PostgreSQL only.
public struct CreateExtension: Sendable {
    /// The extension to add.
    public let `extension`: Extension
    /// Whether an extension that is there already is left as it is.
    public let ifNotExists: Bool
}

extension CreateExtension: OperationDetails {
    package static var tag: String { "createExtension" }
    package var summary: String { "create extension \(self.extension.name)" }
    package var touched: Touched { Touched(tables: [], schema: true) }

    package func reversed() throws(Irreversible) -> [Operation] {
        guard !ifNotExists else {
            throw Irreversible(self, "with ifNotExists it may have found the extension there; drop it in a downgrade")
        }
        return [Operation(DropExtension(name: self.extension.name, definition: self.extension, ifExists: false))]
    }

    package func call() -> OperationCall {
        let isShort = `extension`.version == nil && `extension`.comment == nil
        let call =
            isShort
            ? OperationCall("createExtension", .name(`extension`.name))
                .with("schema", `extension`.schema.map { .name($0) })
            : OperationCall("createExtension", .object(.extension(`extension`)))
        return call.flag("ifNotExists", ifNotExists)
    }

    package func spell(into text: inout CanonicalText) {
        self.extension.spell(into: &text)
        text.flag("ifNotExists", ifNotExists)
    }
}

extension Operations {
    /// Adds an extension to the database.
    ///
    /// ```sql
    /// CREATE EXTENSION "citext"
    /// ```
    @discardableResult
    public func createExtension(_ extension: Extension, ifNotExists: Bool = false) -> RecordedOperation {
        record(CreateExtension(extension: `extension`, ifNotExists: ifNotExists))
    }

    /// Adds an extension to the database.
    @discardableResult
    public func createExtension(_ name: String, schema: String? = nil, ifNotExists: Bool = false) -> RecordedOperation {
        createExtension(Extension(name, schema: schema), ifNotExists: ifNotExists)
    }
}
