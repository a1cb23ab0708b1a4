package import MigratorCore

/// Rows that a program gives, brought into the form of a file's rows so that all that follows is the same.
package final class LiteralRows: PayloadRows {
    package let fields = PayloadFields()
    package let rowStart = 0

    private let title: String
    private let nextRow: () throws -> PayloadRow?
    private var rowCount = 0
    private var memory: [UInt8] = []
    private var copy: UnsafeMutablePointer<UInt8>
    private var capacity = 256

    /// `title` is what messages call the rows, such as `the literal rows`.
    package init(title: String, nextRow: @escaping () throws -> PayloadRow?) {
        self.title = title
        self.nextRow = nextRow
        copy = .allocate(capacity: capacity)
    }

    deinit {
        copy.deallocate()
    }

    package var bytes: (read: Int, total: Int)? { nil }
    package var digest: String? { nil }

    package func describe(row: Int, start: Int) -> String {
        "row \(row) of \(title)"
    }

    package func error(_ problem: String, row: Int, column: String?, at pointer: UnsafePointer<UInt8>?) -> MigratorError
    {
        let column = column.map { ", column \(PayloadMessage.quoted($0))" } ?? ""
        return MigratorError(.payloadInvalid, "row \(row) of \(title)\(column): \(problem)")
    }

    package func advance(mayRefill: Bool) throws -> PayloadStep {
        guard let row = try nextRow() else { return .end }
        rowCount += 1
        fields.beginRow()
        memory.removeAll(keepingCapacity: true)
        for (name, value) in row {
            let slot = fields.slot(named: name)
            guard fields.values[slot].stamp != fields.stamp else {
                throw error(JSONProblem.duplicateName.message, row: rowCount, column: name, at: nil)
            }
            let start = memory.count
            let (kind, margin) = try append(value, named: name)
            fields.values[slot].stamp = fields.stamp
            fields.values[slot].kind = kind
            // The offset, until all of the row is in one place.
            fields.values[slot].count = memory.count - start - 2 * margin
            offsets.append((slot, start + margin))
        }
        settle()
        fields.count = row.count
        return .row
    }

    private var offsets: [(slot: Int, offset: Int)] = []

    /// Appends a value as the bytes of its text; the margin is what a JSON string's quotes take at each end.
    private func append(_ value: PayloadValue, named name: String) throws -> (PayloadField.Kind, margin: Int) {
        switch value {
        case .null:
            return (.null, 0)
        case .bool(let value):
            memory += Array((value ? "true" : "false").utf8)
            return (value ? .true : .false, 0)
        case .int(let value):
            memory += Array(String(value).utf8)
            return (.number, 0)
        case .double(let value):
            guard value.isFinite else {
                throw error("is no finite number; use null", row: rowCount, column: name, at: nil)
            }
            memory += Array(value.description.utf8)
            return (.number, 0)
        case .decimal(let digits):
            let bytes = Array(digits.utf8)
            guard bytes.withUnsafeBufferPointer(NumberText.isNumber) else {
                throw error("does not read as a decimal number", row: rowCount, column: name, at: nil)
            }
            memory += bytes
            return (.number, 0)
        case .string(let text):
            memory += Array(text.utf8)
            return (.text, 0)
        case .bytes(let bytes):
            memory += bytes
            return (.bytes, 0)
        case .json(let text):
            let bytes = Array(text.utf8)
            return try bytes.withUnsafeBufferPointer { bytes in
                guard let kind = JSONCheck.kind(of: bytes) else {
                    throw error("is not valid JSON", row: rowCount, column: name, at: nil)
                }
                let trimmed = JSONCheck.trimmed(bytes)
                memory.append(contentsOf: trimmed)
                guard kind == .string else { return (kind, 0) }
                return (trimmed.contains(UInt8(ascii: "\\")) ? .escapedString : .string, 1)
            }
        }
    }

    /// Copies the row to memory that stays where it is, and points the fields there.
    private func settle() {
        if memory.count > capacity {
            copy.deallocate()
            capacity = max(memory.count, capacity * 2)
            copy = .allocate(capacity: capacity)
        }
        memory.withUnsafeBufferPointer { bytes in
            if let start = bytes.baseAddress { copy.update(from: start, count: bytes.count) }
        }
        for (slot, offset) in offsets { fields.values[slot].start = UnsafePointer(copy + offset) }
        offsets.removeAll(keepingCapacity: true)
    }
}
