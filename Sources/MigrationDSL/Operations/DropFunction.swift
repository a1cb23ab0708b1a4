/// Removes a function or a procedure; PostgreSQL only.
public struct DropFunction: Sendable {
    /// The function; its definition is empty if it was not given.
    public let function: Function
    /// Whether the function's definition was given, which makes the operation reversible.
    public let hasDefinition: Bool
}

extension DropFunction: OperationDetails {
    package static var tag: String { "dropFunction" }
    package var summary: String { "drop \(function.reference)" }
    package var touched: Touched { Touched(tables: [], schema: true) }

    package func reversed() throws(Irreversible) -> [Operation] {
        guard hasDefinition else {
            throw Irreversible(self, "give dropFunction the function's definition, or write a downgrade")
        }
        return [Operation(CreateFunction(function: function, replaced: nil, orReplace: false))]
    }

    package func call() -> OperationCall {
        if hasDefinition { return OperationCall("dropFunction", .object(.function(function))) }
        return OperationCall("dropFunction", .objectName(function.name))
            .with(nil, function.arguments.isEmpty ? nil : .name(function.arguments))
            .flag("procedure", function.isProcedure)
    }

    package func spell(into text: inout CanonicalText) {
        function.name.spell(into: &text)
        text.sql("arguments", function.arguments)
        text.flag("procedure", function.isProcedure)
    }
}

extension Operations {
    /// Removes a function or a procedure; cannot be reversed.
    ///
    /// ```sql
    /// DROP FUNCTION "add_one"(n integer)
    /// ```
    @discardableResult
    public func dropFunction(_ name: ObjectName, _ arguments: String = "", procedure: Bool = false) -> RecordedOperation
    {
        let function = Function(name, arguments, "", procedure: procedure)
        return record(DropFunction(function: function, hasDefinition: false))
    }

    /// Removes a function or a procedure of which the definition is known.
    @discardableResult
    public func dropFunction(_ function: Function) -> RecordedOperation {
        record(DropFunction(function: function, hasDefinition: true))
    }
}
