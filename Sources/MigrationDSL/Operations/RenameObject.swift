/// Gives an object another name: a view, a sequence, a type, a schema, a function, a trigger or a policy.
///
/// Tables, columns, indexes and constraints have operations of their own. PostgreSQL only.
public struct RenameObject: Sendable {
    /// The object, by the name that it has.
    public let object: ObjectReference
    /// The name it gets.
    public let newName: String
}

extension RenameObject: OperationDetails {
    package static var tag: String { "renameObject" }
    package var summary: String { "rename \(object) to \(newName)" }

    package var touched: Touched {
        switch object.kind {
        case .view, .materializedView: .schema(of: object.name, object.renamed(to: newName).name)
        case .sequence: Touched(tables: [], schema: true)
        default: Touched(tables: object.table.map { [$0] }, schema: true)
        }
    }

    package func reversed() -> [Operation] {
        [Operation(RenameObject(object: object.renamed(to: newName), newName: object.name.name))]
    }

    package func call() -> OperationCall {
        let method: String? =
            switch object.kind {
            case .view, .materializedView: "renameView"
            case .sequence: "renameSequence"
            case .enumeration: "renameEnum"
            case .domain: "renameDomain"
            default: nil
            }
        let call =
            method.map { OperationCall($0, .objectName(object.name)) } ?? OperationCall("rename", .reference(object))
        return call.with("to", .name(newName)).flag("materialized", object.kind == .materializedView)
    }

    package func spell(into text: inout CanonicalText) {
        text.value("object", object)
        text.string("to", newName)
    }
}

extension Operations {
    /// Gives a view another name.
    ///
    /// ```sql
    /// ALTER VIEW "active_agents" RENAME TO "agents_at_work"
    /// ```
    @discardableResult
    public func renameView(_ name: ObjectName, to newName: String, materialized: Bool = false) -> RecordedOperation {
        rename(materialized ? .materializedView(name) : .view(name), to: newName)
    }

    /// Gives a sequence another name.
    ///
    /// ```sql
    /// ALTER SEQUENCE "numbers" RENAME TO "agent_numbers"
    /// ```
    @discardableResult
    public func renameSequence(_ name: ObjectName, to newName: String) -> RecordedOperation {
        rename(.sequence(name), to: newName)
    }

    /// Gives an enum type another name.
    ///
    /// ```sql
    /// ALTER TYPE "mood" RENAME TO "temper"
    /// ```
    @discardableResult
    public func renameEnum(_ name: ObjectName, to newName: String) -> RecordedOperation {
        rename(.enumeration(name), to: newName)
    }

    /// Gives a domain another name.
    ///
    /// ```sql
    /// ALTER DOMAIN "percentage" RENAME TO "share"
    /// ```
    @discardableResult
    public func renameDomain(_ name: ObjectName, to newName: String) -> RecordedOperation {
        rename(.domain(name), to: newName)
    }

    /// Gives an object another name: what tables, columns, indexes and constraints are not.
    ///
    /// ```sql
    /// ALTER POLICY "own" ON "documents" RENAME TO "own_documents"
    /// ```
    @discardableResult
    public func rename(_ object: ObjectReference, to newName: String) -> RecordedOperation {
        record(RenameObject(object: object, newName: newName))
    }
}
