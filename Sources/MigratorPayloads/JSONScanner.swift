import MigratorSystem

/// Checks JSON after RFC 8259 in a buffer that a zero byte ends and ``PayloadWindow/padding`` more bytes follow.
///
/// A method takes a pointer to where something begins and returns one behind its end, or `nil` with ``problem`` and
/// ``position`` set. Everything near the end of a window that is not the payload's end is `.needsMore`, wrong or not:
/// what is wrong is found again once more bytes are there.
struct JSONScanner {
    /// How deep arrays and objects may be nested in a value.
    static let maximumDepth = 512

    var end: UnsafePointer<UInt8>
    /// Whether the input ends where the buffer ends.
    var isFinal: Bool
    /// Room for ``maximumDepth`` bytes: the containers that are open.
    let stack: UnsafeMutablePointer<UInt8>
    /// Whether the string last scanned holds an escape.
    var sawEscape = false
    private(set) var problem = JSONProblem.none
    private(set) var position: UnsafePointer<UInt8>

    // Longer than any token whose end must be seen to judge its beginning: two \u escapes.
    private static let lookahead = 16

    init(end: UnsafePointer<UInt8>, isFinal: Bool, stack: UnsafeMutablePointer<UInt8>) {
        self.end = end
        self.isFinal = isFinal
        self.stack = stack
        position = end
    }

    @inline(never)
    mutating func fail(_ problem: JSONProblem, _ pointer: UnsafePointer<UInt8>) -> UnsafePointer<UInt8>? {
        position = pointer
        if !isFinal, end - pointer < Self.lookahead {
            self.problem = .needsMore
        } else {
            self.problem = pointer >= end ? .endOfInput : problem
        }
        return nil
    }

    @inline(__always)
    func skipSpace(_ start: UnsafePointer<UInt8>) -> UnsafePointer<UInt8> {
        var pointer = start
        while pointer.pointee <= 0x20 {
            switch pointer.pointee {
            case 0x20, 0x0A, 0x0D, 0x09: pointer += 1
            default: return pointer
            }
        }
        return pointer
    }

    /// Reads from behind the opening quote to the closing one.
    @inline(__always)
    mutating func skipString(_ start: UnsafePointer<UInt8>) -> UnsafePointer<UInt8>? {
        var pointer = start
        sawEscape = false
        while true {
            let stops = Word.stops(Word.load(pointer), 0x22 &* Word.ones, 0x5C &* Word.ones)
            guard stops != 0 else {
                pointer += 8
                continue
            }
            pointer += stops.trailingZeroBitCount >> 3
            if pointer.pointee == UInt8(ascii: "\"") { return pointer }
            guard let next = skipSpecial(pointer) else { return nil }
            pointer = next
        }
    }

    /// Steps over an escape, or over scalars beyond ASCII.
    @inline(never)
    private mutating func skipSpecial(_ start: UnsafePointer<UInt8>) -> UnsafePointer<UInt8>? {
        var pointer = start
        if pointer.pointee == UInt8(ascii: "\\") {
            sawEscape = true
            return skipEscape(pointer)
        }
        guard pointer.pointee >= 0x80 else { return fail(.controlCharacter, pointer) }
        repeat {
            guard let next = UTF8Check.step(pointer) else { return fail(.invalidUTF8, pointer) }
            pointer = next
        } while pointer.pointee >= 0x80
        return pointer
    }

    private mutating func skipEscape(_ start: UnsafePointer<UInt8>) -> UnsafePointer<UInt8>? {
        switch start[1] {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"), UInt8(ascii: "f"),
            UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
            return start + 2
        case UInt8(ascii: "u"):
            guard let unit = JSONText.hexadecimal(start + 2) else { return fail(.invalidEscape, start) }
            guard unit & 0xF800 == 0xD800 else { return start + 6 }
            guard unit < 0xDC00, start[6] == UInt8(ascii: "\\"), start[7] == UInt8(ascii: "u"),
                let low = JSONText.hexadecimal(start + 8), low & 0xFC00 == 0xDC00
            else { return fail(.loneSurrogate, start) }
            return start + 12
        default:
            return fail(.invalidEscape, start)
        }
    }

    @inline(__always)
    private func skipDigits(_ start: UnsafePointer<UInt8>) -> UnsafePointer<UInt8> {
        var pointer = start
        while pointer.pointee &- UInt8(ascii: "0") < 10 { pointer += 1 }
        return pointer
    }

    @inline(__always)
    mutating func skipNumber(_ start: UnsafePointer<UInt8>) -> UnsafePointer<UInt8>? {
        var pointer = start
        if pointer.pointee == UInt8(ascii: "-") { pointer += 1 }
        let whole = skipDigits(pointer)
        if pointer.pointee == UInt8(ascii: "0"), whole - pointer > 1 { return fail(.leadingZero, pointer) }
        if whole == pointer { return fail(noValue(pointer), pointer) }
        pointer = whole
        if pointer.pointee == UInt8(ascii: ".") {
            let fraction = skipDigits(pointer + 1)
            if fraction == pointer + 1 { return fail(.invalidNumber, fraction) }
            pointer = fraction
        }
        if pointer.pointee | 0x20 == UInt8(ascii: "e") {
            pointer += 1
            if pointer.pointee == UInt8(ascii: "+") || pointer.pointee == UInt8(ascii: "-") { pointer += 1 }
            let exponent = skipDigits(pointer)
            if exponent == pointer { return fail(.invalidNumber, exponent) }
            pointer = exponent
        }
        return pointer
    }

    /// The problem of a byte that begins no value.
    private func noValue(_ pointer: UnsafePointer<UInt8>) -> JSONProblem {
        switch pointer.pointee {
        case UInt8(ascii: "N"), UInt8(ascii: "I"), UInt8(ascii: "i"): .notANumber
        case UInt8(ascii: "n"): pointer[1] | 0x20 == UInt8(ascii: "a") ? .notANumber : .expectedValue
        case UInt8(ascii: "'"): .singleQuote
        case UInt8(ascii: "/"), UInt8(ascii: "#"): .comment
        case UInt8(ascii: "}"), UInt8(ascii: "]"): .trailingComma
        case UInt8(ascii: "+"), UInt8(ascii: "."): .invalidNumber
        default: .expectedValue
        }
    }

    /// Steps over one of the three words; `start` is at its first letter.
    @inline(__always)
    mutating func skipWord(_ start: UnsafePointer<UInt8>) -> UnsafePointer<UInt8>? {
        let four = UInt32(littleEndian: UnsafeRawPointer(start).loadUnaligned(as: UInt32.self))
        // "true", "null", and "fals" before an "e".
        if four == 0x6575_7274 || four == 0x6C6C_756E { return start + 4 }
        if four == 0x736C_6166, start[4] == UInt8(ascii: "e") { return start + 5 }
        return fail(noValue(start), start)
    }

    /// A member's name and its colon, from the opening quote; returns where its value begins.
    @inline(__always)
    mutating func skipName(_ start: UnsafePointer<UInt8>) -> UnsafePointer<UInt8>? {
        guard start.pointee == UInt8(ascii: "\"") else {
            return fail(start.pointee == UInt8(ascii: "}") ? .trailingComma : .expectedName, start)
        }
        guard let quote = skipString(start + 1) else { return nil }
        let colon = skipSpace(quote + 1)
        guard colon.pointee == UInt8(ascii: ":") else { return fail(.expectedColon, colon) }
        return skipSpace(colon + 1)
    }

    /// Steps over any value.
    mutating func skipValue(_ start: UnsafePointer<UInt8>) -> UnsafePointer<UInt8>? {
        var pointer = start
        var depth = 0
        while true {
            switch pointer.pointee {
            case UInt8(ascii: "\""):
                guard let quote = skipString(pointer + 1) else { return nil }
                pointer = quote + 1
            case UInt8(ascii: "{"), UInt8(ascii: "["):
                guard depth < Self.maximumDepth else { return fail(.tooDeep, pointer) }
                let opening = pointer.pointee
                pointer = skipSpace(pointer + 1)
                // In ASCII a closing bracket is the second character after its opening one.
                if pointer.pointee == opening &+ 2 {
                    pointer += 1
                    break
                }
                stack[depth] = opening
                depth += 1
                if opening == UInt8(ascii: "{") {
                    guard let value = skipName(pointer) else { return nil }
                    pointer = value
                }
                continue
            case UInt8(ascii: "t"), UInt8(ascii: "f"), UInt8(ascii: "n"):
                guard let next = skipWord(pointer) else { return nil }
                pointer = next
            default:
                guard let next = skipNumber(pointer) else { return nil }
                pointer = next
            }
            // Behind a value: the next one of its container, or the container's end, or ends.
            while true {
                guard depth > 0 else { return pointer }
                let opening = stack[depth - 1]
                pointer = skipSpace(pointer)
                if pointer.pointee == UInt8(ascii: ",") {
                    pointer = skipSpace(pointer + 1)
                    if opening == UInt8(ascii: "{") {
                        guard let value = skipName(pointer) else { return nil }
                        pointer = value
                    }
                    break
                }
                guard pointer.pointee == opening &+ 2 else {
                    let isObject = opening == UInt8(ascii: "{")
                    return fail(isObject ? .expectedCommaInObject : .expectedCommaInArray, pointer)
                }
                pointer += 1
                depth -= 1
            }
        }
    }
}
