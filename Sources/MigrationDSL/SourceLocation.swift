/// A location in a file: that of a revision, a statement or a row of a payload.
public struct SourceLocation: Hashable, Sendable, CustomStringConvertible {
    /// The file's path as the user wrote or will find it.
    public let file: String
    /// The line, from 1.
    public let line: Int
    /// The column in characters, from 1.
    public let column: Int

    /// Creates a location; line and column count from 1.
    public init(file: String, line: Int, column: Int = 1) {
        self.file = file
        self.line = line
        self.column = column
    }

    /// `file:line:column`, as compilers print it.
    public var description: String { "\(file):\(line):\(column)" }
}
