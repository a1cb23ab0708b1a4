/// An error that a database, its file or its connection gave.
///
/// Its description never holds a bound value, a row value or a password: what the server says about rows is kept in
/// ``detail``, which a program shows only when it was asked to.
public struct DatabaseFailure: Error, Sendable {
    /// The kind of failure.
    public let code: Code
    /// The database's message, without row values.
    public let message: String
    /// The statement that failed, if one did.
    public let statement: String?
    /// The five characters of SQLSTATE, on PostgreSQL.
    public let sqlState: String?
    /// SQLite's extended result code.
    public let resultCode: Int32?
    /// The constraint that was violated, if the database named it.
    public let constraint: String?
    /// The error's position in the statement, in characters from 1, if the database gave one.
    public let position: Int?
    /// The server's advice.
    public let hint: String?
    /// The server's words about the rows concerned; may hold row values.
    public let detail: String?

    /// Creates an error.
    public init(
        _ code: Code,
        _ message: String,
        statement: String? = nil,
        sqlState: String? = nil,
        resultCode: Int32? = nil,
        constraint: String? = nil,
        position: Int? = nil,
        hint: String? = nil,
        detail: String? = nil
    ) {
        self.code = code
        self.message = message
        self.statement = statement
        self.sqlState = sqlState
        self.resultCode = resultCode
        self.constraint = constraint
        self.position = position
        self.hint = hint
        self.detail = detail
    }
}

extension DatabaseFailure: CustomStringConvertible {
    /// The message, the hint and the statement, without values.
    public var description: String {
        var text = message
        if let hint { text += " (hint: \(hint))" }
        if let statement { text += "\n  in: \(Self.shortened(statement))" }
        return text
    }

    /// The first 500 characters of a statement: enough to find it, short enough for a log line.
    private static func shortened(_ statement: String) -> String {
        guard statement.utf8.count > 500 else { return statement }
        return String(statement.prefix(500)) + " …"
    }
}
