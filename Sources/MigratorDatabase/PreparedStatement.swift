/// A handle to a statement that a connection has prepared.
public struct PreparedStatement: Hashable, Sendable {
    /// The connection's number for it.
    public let id: Int
    /// The statement's text.
    public let sql: String
    /// How many parameters it takes.
    public let parameterCount: Int

    /// Creates a handle; a driver does.
    public init(id: Int, sql: String, parameterCount: Int) {
        self.id = id
        self.sql = sql
        self.parameterCount = parameterCount
    }
}
