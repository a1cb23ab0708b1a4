/// A SQL revision, or a repeatable, that becomes part of the executable.
struct SQLFile {
    /// The path relative to the history's folder.
    let path: String
    /// The path that errors name.
    let fullPath: String
    let bytes: [UInt8]
    /// The revision's id and where it stands, as far as the header says it plainly.
    private(set) var id: (value: String, position: Position)?
    /// Why it cannot be part of the history.
    private(set) var problem: Problem?

    /// Whether a path is one of such a file: SQL in a folder of payloads is data.
    static func isSQL(_ path: String) -> Bool { path.hasSuffix(".sql") && !EmbeddedPayload.isPayload(path) }

    /// Reads the header, as far as it says what the file is; the engine reads the rest when the program starts.
    init(path: String, fullPath: String, bytes: [UInt8]) {
        self.path = path
        self.fullPath = fullPath
        self.bytes = bytes
        guard let text = String(validating: bytes, as: UTF8.self) else {
            problem = Problem("a SQL file is UTF-8 text, and this is none", path: fullPath)
            return
        }
        var isRepeatable = false
        for (index, line) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated() {
            let words = line.split(whereSeparator: \.isWhitespace)
            guard let first = words.first else { continue }
            guard first.hasPrefix("--") else { break }
            let key = words.dropFirst().first.map { String($0) } ?? ""
            if key == "revision:", let value = words.dropFirst(2).first, id == nil {
                id = (String(value), Position(line: index + 1, column: 1))
            }
            isRepeatable = isRepeatable || key == "repeatable" || key == "repeatable:"
        }
        guard id == nil, !isRepeatable else { return }
        problem = Problem(
            "a SQL file begins with '-- revision: ID', or with '-- repeatable' if it is to run when it has changed",
            path: fullPath
        )
    }

    /// The literal of its text.
    var literal: String { String(decoding: bytes, as: UTF8.self).swiftLiteral }
}
