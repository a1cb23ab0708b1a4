import MigrationDSL
import MigratorCore
import MigratorSystem

/// Reads the rows of a JSON array of objects, or of NDJSON.
final class JSONRows: PayloadRows {
    private enum State {
        case start, beforeRow, afterRow, afterComma, end
    }

    let fields = PayloadFields()
    private(set) var rowStart = 0

    private let window: PayloadWindow
    private let isArray: Bool
    private var state = State.start
    /// The offset of what was not read yet.
    private var cursor = 0
    private var rowCount = 0
    private var scanner: JSONScanner
    private let stack: UnsafeMutablePointer<UInt8>
    /// The slot whose value was being read when a row broke off, or -1.
    private var brokenSlot = -1
    private let spellings = JSONNames()

    init(_ window: PayloadWindow, format: PayloadFormat) {
        self.window = window
        isArray = format == .json
        stack = .allocate(capacity: JSONScanner.maximumDepth)
        scanner = JSONScanner(end: window.end, isFinal: false, stack: stack)
    }

    deinit {
        stack.deallocate()
    }

    var bytes: (read: Int, total: Int)? { (window.input.bytesRead, window.input.totalBytes) }
    var digest: String? { window.input.digest }

    func describe(row: Int, start: Int) -> String {
        window.describe(row: row, start: start)
    }

    func error(_ problem: String, row: Int, column: String?, at pointer: UnsafePointer<UInt8>?) -> MigratorError {
        window.error(problem, row: row, column: column, at: pointer)
    }

    func advance(mayRefill: Bool) throws -> PayloadStep {
        if state == .start { try begin() }
        while state != .end {
            if let step = try scanNext() { return step }
            guard mayRefill else { return .refill }
            try refill()
        }
        return .end
    }

    private func refill() throws(any Error) {
        do {
            try window.refill(keepingFrom: cursor)
        } catch let error as MigratorError {
            guard error.code == .payloadInvalid else { throw error }
            throw MigratorError(.payloadInvalid, "row \(rowCount + 1): \(error.message)", location: error.location)
        }
        cursor = 0
        scanner.end = window.end
        scanner.isFinal = window.isFinal
    }

    private func begin() throws(any Error) {
        cursor = try window.byteOrderMark()
        scanner.end = window.end
        scanner.isFinal = window.isFinal
        state = isArray ? .start : .beforeRow
        guard isArray else { return }
        while true {
            let pointer = scanner.skipSpace(base + cursor)
            cursor = pointer - base
            if pointer < scanner.end {
                guard pointer.pointee == UInt8(ascii: "[") else { throw notAnArray(pointer) }
                cursor += 1
                state = .beforeRow
                return
            }
            guard !scanner.isFinal else {
                let text = "the payload is empty; a JSON payload is an array of objects, at least []"
                throw MigratorError(.payloadInvalid, text, location: window.location(of: pointer))
            }
            try refill()
        }
    }

    private var base: UnsafePointer<UInt8> { scanner.end - window.count }

    /// Reads what stands before the next row, and the row; `nil` if the window ends first.
    private func scanNext() throws(MigratorError) -> PayloadStep? {
        var pointer = scanner.skipSpace(base + cursor)
        if state == .afterRow {
            if isArray, pointer.pointee == UInt8(ascii: ",") {
                pointer = scanner.skipSpace(pointer + 1)
                state = .afterComma
            } else if !isArray, hasNewline(from: base + cursor, to: pointer) {
                state = .beforeRow
            }
        }
        cursor = pointer - base
        guard pointer < scanner.end else { return scanner.isFinal ? try endOfInput(pointer) : nil }
        if isArray, pointer.pointee == UInt8(ascii: "]") {
            if state == .afterComma { throw problem(JSONProblem.trailingComma.message, pointer) }
            return try finish(pointer + 1)
        }
        if state == .afterRow {
            let array = "a comma or the array's ] is expected after a row"
            throw problem(isArray ? array : "each row must stand on its own line", pointer)
        }
        guard pointer.pointee == UInt8(ascii: "{") else { throw notAnObject(pointer) }
        fields.beginRow()
        guard let end = scanRow(pointer) else {
            if scanner.problem == .needsMore { return nil }
            let column = brokenSlot < 0 ? nil : fields.names[brokenSlot]
            throw window.error(scanner.problem.message, row: rowCount + 1, column: column, at: scanner.position)
        }
        if !isArray, hasNewline(from: pointer, to: end) {
            throw problem("a row of NDJSON must stand on one line", pointer)
        }
        rowStart = pointer - base
        cursor = end - base
        rowCount += 1
        state = .afterRow
        return .row
    }

    private func hasNewline(from start: UnsafePointer<UInt8>, to end: UnsafePointer<UInt8>) -> Bool {
        RawBytes.first(0x0A, in: start, count: end - start) != nil
    }

    private func endOfInput(_ pointer: UnsafePointer<UInt8>) throws(MigratorError) -> PayloadStep {
        if isArray { throw problem("the payload ends before the array's ]", pointer) }
        state = .end
        return .end
    }

    /// Behind the array there may be only white space.
    private func finish(_ start: UnsafePointer<UInt8>) throws(MigratorError) -> PayloadStep? {
        let pointer = scanner.skipSpace(start)
        guard pointer >= scanner.end else {
            throw MigratorError(
                .payloadInvalid,
                "something stands behind the end of the array",
                location: window.location(of: pointer)
            )
        }
        guard scanner.isFinal else { return nil }
        cursor = pointer - base
        state = .end
        return .end
    }

    private func problem(_ text: String, _ pointer: UnsafePointer<UInt8>) -> MigratorError {
        window.error(text, row: rowCount + 1, column: nil, at: pointer)
    }

    private func notAnArray(_ pointer: UnsafePointer<UInt8>) -> MigratorError {
        let hint = pointer.pointee == UInt8(ascii: "{") ? "; if each row is an object on a line, name it .ndjson" : ""
        let text = "a JSON payload is an array of objects and begins with [\(hint)"
        return MigratorError(.payloadInvalid, text, location: window.location(of: pointer))
    }

    private func notAnObject(_ pointer: UnsafePointer<UInt8>) -> MigratorError {
        let isFirst = rowCount == 0 && !isArray && pointer.pointee == UInt8(ascii: "[")
        return problem(isFirst ? "this is an array: name the payload .json" : "a row must be an object", pointer)
    }

    /// Reads from the row's `{` to behind its `}`.
    private func scanRow(_ start: UnsafePointer<UInt8>) -> UnsafePointer<UInt8>? {
        var scanner = self.scanner
        defer { self.scanner = scanner }
        var values = fields.values
        let stamp = fields.stamp
        var count = 0
        var slot = -1
        brokenSlot = -1
        var pointer = scanner.skipSpace(start + 1)
        if pointer.pointee == UInt8(ascii: "}") { return pointer + 1 }
        while true {
            if let expected = spellings.match(pointer, before: scanner.end, after: slot) {
                slot = expected
                pointer += spellings.length(of: slot)
                if pointer.pointee == UInt8(ascii: ":") {
                    pointer += 1
                } else {
                    pointer = scanner.skipSpace(pointer)
                    guard pointer.pointee == UInt8(ascii: ":") else { return scanner.fail(.expectedColon, pointer) }
                    pointer += 1
                }
                pointer = scanner.skipSpace(pointer)
            } else {
                guard let value = scanner.skipName(pointer) else { return nil }
                slot = spellings.learn(pointer, after: slot, in: fields)
                values = fields.values
                pointer = value
            }
            if values[slot].stamp == stamp {
                brokenSlot = slot
                return scanner.fail(.duplicateName, pointer)
            }
            guard let next = scanValue(pointer, stamp: stamp, into: values + slot, &scanner) else {
                brokenSlot = slot
                return nil
            }
            count += 1
            pointer = next.pointee <= 0x20 ? scanner.skipSpace(next) : next
            if pointer.pointee == UInt8(ascii: ",") {
                pointer = scanner.skipSpace(pointer + 1)
                continue
            }
            guard pointer.pointee == UInt8(ascii: "}") else { return scanner.fail(.expectedCommaInObject, pointer) }
            fields.count = count
            return pointer + 1
        }
    }

    @inline(__always)
    private func scanValue(
        _ start: UnsafePointer<UInt8>,
        stamp: Int,
        into field: UnsafeMutablePointer<PayloadField>,
        _ scanner: inout JSONScanner
    ) -> UnsafePointer<UInt8>? {
        let kind: PayloadField.Kind
        let end: UnsafePointer<UInt8>?
        switch start.pointee {
        case UInt8(ascii: "\""):
            guard let quote = scanner.skipString(start + 1) else { return nil }
            kind = scanner.sawEscape ? .escapedString : .string
            field.pointee = PayloadField(start: start + 1, count: quote - start - 1, stamp: stamp, kind: kind)
            return quote + 1
        case UInt8(ascii: "["):
            kind = .array
            end = scanner.skipValue(start)
        case UInt8(ascii: "{"):
            kind = .object
            end = scanner.skipValue(start)
        case UInt8(ascii: "t"):
            kind = .true
            end = scanner.skipWord(start)
        case UInt8(ascii: "f"):
            kind = .false
            end = scanner.skipWord(start)
        case UInt8(ascii: "n"):
            kind = .null
            end = scanner.skipWord(start)
        default:
            kind = .number
            end = scanner.skipNumber(start)
        }
        guard let end else { return nil }
        field.pointee = PayloadField(start: start, count: end - start, stamp: stamp, kind: kind)
        return end
    }
}
