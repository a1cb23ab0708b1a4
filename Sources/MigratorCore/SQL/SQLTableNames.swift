package import MigratorDatabase

/// Reads table names as SQL writes them: `name`, `schema.name`, either part in double quotes.
package struct SQLTableNames {
    private let bytes: [UInt8]
    private let end: Int
    package private(set) var position: Int

    /// Reads names in `range` of `bytes`.
    package init(_ bytes: [UInt8], in range: Range<Int>) {
        self.bytes = bytes
        position = range.lowerBound
        end = range.upperBound
    }

    /// The next name, and what follows it left unread; `nil` where there is none.
    package mutating func name() -> TableName? {
        guard let first = part() else { return nil }
        guard position < end, bytes[position] == UInt8(ascii: ".") else { return TableName(first) }
        position += 1
        return part().map { TableName($0, schema: first) }
    }

    /// Names between commas until the end; `nil` if that is not what stands there.
    package mutating func list() -> [TableName]? {
        var names: [TableName] = []
        while true {
            skipSpace()
            guard let name = name() else { return nil }
            names.append(name)
            skipSpace()
            guard position < end else { return names }
            guard bytes[position] == UInt8(ascii: ",") else { return nil }
            position += 1
        }
    }

    /// Passes spaces and tabs.
    package mutating func skipSpace() {
        while position < end, bytes[position].isSQLSpace { position += 1 }
    }

    /// Passes `word`, in any case, if it stands here as a whole.
    package mutating func skip(word: String) -> Bool {
        let upper = position + word.utf8.count
        guard upper <= end, upper == end || !bytes[upper].continuesSQLWord else { return false }
        guard bytes.lowercasedText(position..<upper) == word else { return false }
        position = upper
        return true
    }

    private mutating func part() -> String? {
        let start = position
        guard start < end else { return nil }
        if bytes[start] == UInt8(ascii: "\"") {
            var name: [UInt8] = []
            position += 1
            while position < end {
                if bytes[position] == UInt8(ascii: "\"") {
                    position += 1
                    guard position < end, bytes[position] == UInt8(ascii: "\"") else {
                        return name.isEmpty ? nil : String(decoding: name, as: UTF8.self)
                    }
                }
                name.append(bytes[position])
                position += 1
            }
            return nil
        }
        guard bytes[start].startsSQLWord else { return nil }
        while position < end, bytes[position].continuesSQLWord { position += 1 }
        // Without quotes PostgreSQL makes letters small, and SQLite does not care.
        return bytes.lowercasedText(start..<position)
    }
}
