import MigratorDatabase
import MigratorSystem

extension ColumnEncoder {
    func encodeText(
        _ field: PayloadField,
        _ maximumLength: Int?,
        into batch: inout RowBatch,
        _ scratch: PayloadScratch
    ) throws(CellProblem) {
        switch field.kind {
        case .string, .escapedString, .text, .untyped:
            guard let text = try text(field, scratch) else { return }
            // A character has at least one byte.
            if let maximumLength, text.count > maximumLength, let start = text.baseAddress {
                let length = UTF8Check.scalarCount(start, text.count)
                guard length <= maximumLength else {
                    throw CellProblem("has \(length) characters, and the column holds \(maximumLength)")
                }
            }
            batch.append(utf8: text)
        case .object, .array:
            // SQLite's tables often keep JSON in columns of type TEXT.
            guard maximumLength == nil else { throw Self.mismatch(field, "text") }
            batch.append(utf8: field.buffer)
        default:
            throw Self.mismatch(field, "text")
        }
    }

    func encodeJSON(
        _ field: PayloadField,
        keepsNumbers: Bool,
        into batch: inout RowBatch,
        _ scratch: PayloadScratch
    ) throws(CellProblem) {
        switch field.kind {
        case .string, .escapedString:
            // A JSON string keeps its quotes, which stand around the field.
            batch.append(utf8: UnsafeBufferPointer(start: field.start - 1, count: field.count + 2))
        case .text:
            JSONText.escaped(field.buffer).withUnsafeBufferPointer { batch.append(utf8: $0) }
        case .untyped:
            guard let kind = JSONCheck.kind(of: field.buffer) else { throw CellProblem("is not valid JSON") }
            guard kind == .number else { return batch.append(utf8: field.buffer) }
            let number = JSONCheck.trimmed(field.buffer)
            try checkNumber(number, keepsNumbers)
            batch.append(utf8: number)
        case .number:
            try checkNumber(field.buffer, keepsNumbers)
            batch.append(utf8: field.buffer)
        case .bytes:
            throw Self.mismatch(field, "JSON")
        default:
            batch.append(utf8: field.buffer)
        }
    }

    private func checkNumber(_ text: UnsafeBufferPointer<UInt8>, _ keepsNumbers: Bool) throws(CellProblem) {
        guard keepsNumbers || survivesNumericAffinity(text) else {
            throw CellProblem("is a number that \(title) would write differently; put it into an array or an object")
        }
    }

    func encodeUUID(
        _ field: PayloadField,
        into batch: inout RowBatch,
        _ scratch: PayloadScratch
    ) throws(CellProblem) {
        if field.kind == .bytes, field.count == 16 {
            scratch.reserve(64)
            return batch.append(utf8: UUIDText.write(field.start, to: scratch.start))
        }
        guard let text = try text(field, scratch) else { throw Self.mismatch(field, "UUIDs") }
        if UUIDText.isCanonical(text) { return batch.append(utf8: text) }
        guard let bytes = UUIDText.parse(text) else { throw CellProblem("does not read as a UUID") }
        scratch.reserve(64)
        let written = bytes.withUnsafeBufferPointer { bytes in
            bytes.baseAddress.map { UUIDText.write($0, to: scratch.start) }
        }
        if let written { batch.append(utf8: written) }
    }

    func encodeBlob(
        _ field: PayloadField,
        into batch: inout RowBatch,
        _ scratch: PayloadScratch
    ) throws(CellProblem) {
        if field.kind == .bytes { return batch.append(blob: UnsafeRawBufferPointer(field.buffer)) }
        guard let text = try text(field, scratch) else { throw Self.mismatch(field, "bytes") }
        guard let bytes = BytesText.decode(text) else {
            throw CellProblem("is neither base64 with its padding nor \\x and hexadecimal digits")
        }
        bytes.withUnsafeBytes { batch.append(blob: $0) }
    }
}
