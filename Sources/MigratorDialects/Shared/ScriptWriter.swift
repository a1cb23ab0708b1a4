/// Writes a script piece by piece, so that memory does not grow with what is written.
package final class ScriptWriter {
    private let sink: (String) throws -> Void
    private let collectsPieces: Bool
    private var buffer: [UInt8] = []
    private var pieces: [String] = []

    /// So much is gathered before the sink is called.
    private static let size = 1 << 16

    /// Creates a writer; `collectingPieces` keeps each piece for ``takePieces()`` as well.
    package init(collectingPieces: Bool = false, to sink: @escaping (String) throws -> Void) {
        collectsPieces = collectingPieces
        self.sink = sink
    }

    /// A line of a comment, or an empty one.
    package func comment(_ text: String) throws {
        try put((text.isEmpty ? "" : "-- " + Self.line(text)) + "\n")
    }

    /// A line for the shell, such as `\set ON_ERROR_STOP on`.
    package func command(_ text: String) throws {
        if collectsPieces { pieces.append(text) }
        try put(text + "\n")
    }

    /// A statement, without its semicolon.
    package func statement(_ sql: String) throws {
        try command(sql + ";")
    }

    /// Statements, one after the other.
    package func statements(_ list: [String]) throws {
        for sql in list { try statement(sql) }
    }

    /// Part of a statement that is long; ``endPart()`` ends it.
    package func part(_ bytes: [UInt8]) throws {
        if collectsPieces {
            if !isInPart { pieces.append("") }
            pieces[pieces.count - 1] += String(decoding: bytes, as: UTF8.self)
        }
        isInPart = true
        buffer += bytes
        if buffer.count >= Self.size { try flush() }
    }

    /// Ends the statement whose parts were written.
    package func endPart() throws {
        isInPart = false
        try put("\n")
    }

    private var isInPart = false

    private func put(_ text: String) throws {
        buffer += text.utf8
        if buffer.count >= Self.size { try flush() }
    }

    /// Hands everything on.
    package func flush() throws {
        guard !buffer.isEmpty else { return }
        try sink(String(decoding: buffer, as: UTF8.self))
        buffer.removeAll(keepingCapacity: true)
    }

    /// What was written since the last call, one by one; empty unless it is collected.
    package func takePieces() -> [String] {
        defer { pieces = [] }
        return pieces
    }

    /// A text without what could end a comment.
    private static func line(_ text: String) -> String {
        var line = ""
        for scalar in text.unicodeScalars {
            let isBreak =
                scalar.properties.generalCategory == .control || scalar.value == 0x2028 || scalar.value == 0x2029
            line.unicodeScalars.append(isBreak ? " " : scalar)
        }
        return line
    }
}
