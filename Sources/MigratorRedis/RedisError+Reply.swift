extension RedisError {
    /// Reads the text of an error reply, such as `WRONGTYPE Operation against a key …`.
    package init(reply text: String) {
        let word = text.prefix { $0 != " " }
        let isKind = !word.isEmpty && word.utf8.allSatisfy { (65...90).contains($0) || (48...57).contains($0) }
        let kind = isKind ? String(word) : "ERR"
        self.init(
            Self.code(kind: kind, text),
            "Redis refused the command: \(Self.withoutValues(text))",
            kind: kind
        )
    }

    private static func code(kind: String, _ text: String) -> Code {
        if let code = codes[kind] { return code }
        guard kind == "ERR" else { return .server }
        if text.hasPrefix("ERR max number of clients") { return .busy }
        if text.hasPrefix("ERR AUTH ") || text.hasPrefix("ERR invalid password") { return .authenticationFailed }
        // Redis 6 wraps what a command within a script got.
        if text.hasPrefix("ERR Error running script") {
            for (kind, code) in codes where text.contains(": -\(kind) ") { return code }
        }
        return .server
    }

    private static let codes: [String: Code] = [
        "NOAUTH": .authenticationFailed, "WRONGPASS": .authenticationFailed, "DENIED": .authenticationFailed,
        "NOPERM": .notPermitted, "NOSCRIPT": .noScript, "OOM": .outOfMemory, "READONLY": .readOnlyReplica,
        "LOADING": .loading, "BUSY": .busy, "CLUSTERDOWN": .busy, "TRYAGAIN": .busy, "MASTERDOWN": .masterDown,
        "WRONGTYPE": .wrongType,
    ]

    /// The text on one line, without the arguments that Redis repeats of a command it does not know.
    private static func withoutValues(_ text: String) -> String {
        var text = Substring(text)
        if let arguments = text.firstRange(of: ", with args beginning with") {
            text = text[..<arguments.lowerBound]
        }
        let shown = text.unicodeScalars.prefix(300).map { $0.value < 0x20 || $0.value == 0x7F ? " " : $0 }
        return String(String.UnicodeScalarView(shown))
    }
}
