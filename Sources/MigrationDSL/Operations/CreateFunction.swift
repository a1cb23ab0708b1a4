/// Makes a function or a procedure, or gives one another body; PostgreSQL only.
public struct CreateFunction: Sendable {
    /// The function to make.
    public let function: Function
    /// The function that it replaces, if it replaces one.
    public let replaced: Function?
    /// Whether its definition replaces a function that is there already.
    public let orReplace: Bool
}

extension CreateFunction: OperationDetails {
    package static var tag: String { "createFunction" }
    package var summary: String { "create \(function.reference)" }
    package var touched: Touched { Touched(tables: orReplace ? nil : [], schema: true) }

    package func reversed() throws(Irreversible) -> [Operation] {
        if let replaced {
            return [Operation(CreateFunction(function: replaced, replaced: function, orReplace: true))]
        }
        guard !orReplace else {
            throw Irreversible(self, "say in replacing: what the function was, or write a downgrade")
        }
        return [Operation(DropFunction(function: function, hasDefinition: true))]
    }

    package func call() -> OperationCall {
        OperationCall(orReplace ? "replaceFunction" : "createFunction", .object(.function(function)))
            .with("replacing", replaced.map { .object(.function($0)) })
    }

    package func spell(into text: inout CanonicalText) {
        function.spell(into: &text)
        text.flag("orReplace", orReplace)
    }
}

extension Operations {
    /// Makes a function or a procedure, by the statement that its definition holds.
    ///
    /// ```sql
    /// CREATE FUNCTION add_one(n integer) RETURNS integer LANGUAGE sql AS 'SELECT n + 1'
    /// ```
    @discardableResult
    public func createFunction(_ function: Function) -> RecordedOperation {
        record(CreateFunction(function: function, replaced: nil, orReplace: false))
    }

    /// Gives a function another body; with the definition that it had, the operation can be reversed.
    ///
    /// Both definitions say `OR REPLACE`, and keep the names of the arguments and the result's type.
    ///
    /// ```sql
    /// CREATE OR REPLACE FUNCTION add_one(n integer) RETURNS integer LANGUAGE sql AS 'SELECT 1 + n'
    /// ```
    @discardableResult
    public func replaceFunction(_ function: Function, replacing former: Function? = nil) -> RecordedOperation {
        record(CreateFunction(function: function, replaced: former, orReplace: true))
    }
}
