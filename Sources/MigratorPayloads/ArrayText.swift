import MigratorCore
import MigratorDatabase

/// Spells a JSON array as PostgreSQL does an array: `[1, null, "a"]` as `{1,NULL,"a"}`.
enum ArrayText {
    /// Whether a declared type is an array: `integer[]`, `integer ARRAY[3]`.
    static func isArray(_ declaredType: String, _ database: DatabaseKind) -> Bool {
        let bytes = Array(declaredType.utf8)
        var lexer = SQLLexer(bytes, kind: database)
        while let token = (try? lexer.next()) ?? nil {
            let isArray =
                switch token.kind {
                case .word: bytes.lowercasedText(token.start..<token.end) == "array"
                case .other: bytes[token.start] == UInt8(ascii: "[")
                default: false
                }
            if isArray { return true }
        }
        return false
    }

    /// The spelling of an array that was checked; an object in it is an element's text.
    ///
    /// - Throws: ``CellProblem`` for a string with the character U+0000.
    static func literal(of json: UnsafeBufferPointer<UInt8>, _ scratch: PayloadScratch) throws(CellProblem) -> [UInt8] {
        var output: [UInt8] = []
        output.reserveCapacity(json.count + 16)
        var index = 0
        while index < json.count {
            let byte = json[index]
            switch byte {
            case UInt8(ascii: "["): output.append(UInt8(ascii: "{"))
            case UInt8(ascii: "]"): output.append(UInt8(ascii: "}"))
            case UInt8(ascii: "\""):
                let end = endOfString(json, from: index)
                let escaped = UnsafeBufferPointer(rebasing: json[index + 1..<end])
                scratch.reserve(escaped.count)
                let count = JSONText.unescape(escaped, into: scratch.start)
                let text = UnsafeBufferPointer(start: UnsafePointer(scratch.start), count: count)
                guard !text.contains(0) else { throw .zeroCharacter }
                quote(text, &output)
                index = end
            case UInt8(ascii: "{"):
                let end = endOfObject(json, from: index)
                quote(UnsafeBufferPointer(rebasing: json[index...end]), &output)
                index = end
            case UInt8(ascii: "n"):
                output += Array("NULL".utf8)
                index += 3
            case 0x20, 0x09, 0x0A, 0x0D: break
            default: output.append(byte)
            }
            index += 1
        }
        return output
    }

    private static func quote(_ text: UnsafeBufferPointer<UInt8>, _ output: inout [UInt8]) {
        output.append(UInt8(ascii: "\""))
        for byte in text {
            if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") { output.append(UInt8(ascii: "\\")) }
            output.append(byte)
        }
        output.append(UInt8(ascii: "\""))
    }

    /// The position of the quote that ends the string which begins here.
    private static func endOfString(_ json: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
        var index = start + 1
        while index < json.count, json[index] != UInt8(ascii: "\"") {
            index += json[index] == UInt8(ascii: "\\") ? 2 : 1
        }
        return min(index, json.count - 1)
    }

    private static func endOfObject(_ json: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
        var (index, depth) = (start, 0)
        while index < json.count {
            switch json[index] {
            case UInt8(ascii: "\""): index = endOfString(json, from: index)
            case UInt8(ascii: "{"): depth += 1
            case UInt8(ascii: "}"):
                depth -= 1
                if depth == 0 { return index }
            default: break
            }
            index += 1
        }
        return json.count - 1
    }
}
