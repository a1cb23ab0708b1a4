/// Something that keeps the registry from being written, and where.
struct Problem: Error, Hashable, CustomStringConvertible {
    let path: String
    let position: Position
    let message: String

    init(_ message: String, path: String, at position: Position = Position()) {
        self.message = message
        self.path = path
        self.position = position
    }

    /// As compilers print it, so that `swift build` and editors take it for one of theirs.
    var description: String { "\(path):\(position.line):\(position.column): error: \(message)" }
}

/// A place in a file: line and byte of the line, from 1.
struct Position: Hashable {
    var line = 1
    var column = 1
}
