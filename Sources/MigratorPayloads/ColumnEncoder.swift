import MigratorCore
package import MigratorDatabase

/// Turns the fields of one column into cells, or says why a value does not fit.
///
/// A cell has the form in which SQLite stores each kind (see ``DatabaseCell``); which values there are is what the
/// database's ``CellRules`` say.
package struct ColumnEncoder {
    /// The rule for a column's values, chosen once for all rows.
    enum Rule {
        case integer(ClosedRange<Int64>)
        case real(isSingle: Bool)
        case decimal(precision: Int?, scale: Int?)
        case boolean
        case text(maximumLength: Int?)
        case blob
        case uuid
        /// A JSON text that is a bare number may become a number, unless the declared type prevents it.
        case json(keepsNumbers: Bool)
        case date
        case time
        case timestamp(inUTC: Bool)
        /// An array, which is loaded as its text.
        case array
        case any
    }

    let rule: Rule
    let isNullable: Bool
    let cells: CellRules
    /// The database's name, for messages.
    let title: StaticString
    /// The slot of the payload's name.
    let slot: Int

    package init(_ column: CatalogColumn, slot: Int, database: DatabaseKind) {
        self.slot = slot
        cells = database.cells
        title = database.title
        isNullable = column.isNullable
        switch column.kind {
        case .integer(let bits):
            let most: Int64 = bits >= 64 ? .max : (1 << Int64(max(2, bits) - 1)) - 1
            rule = .integer((-most - 1)...most)
        case .real(let bits): rule = .real(isSingle: bits <= 32)
        case .decimal(let precision, let scale): rule = .decimal(precision: precision, scale: scale)
        case .boolean: rule = .boolean
        case .text where cells.hasArrays && ArrayText.isArray(column.declaredType, database): rule = .array
        case .text(let maximumLength): rule = .text(maximumLength: maximumLength)
        case .blob: rule = .blob
        case .uuid: rule = .uuid
        case .json:
            rule = .json(keepsNumbers: !cells.numbersByAffinity || Self.hasTextAffinity(column.declaredType))
        case .date: rule = .date
        case .time: rule = .time
        case .timestamp: rule = .timestamp(inUTC: false)
        case .timestampTZ: rule = .timestamp(inUTC: true)
        case .any: rule = .any
        }
    }

    /// Whether text is kept as text in a column so declared, where the type's words decide that.
    ///
    /// "Datatypes In SQLite", section 3.1.
    private static func hasTextAffinity(_ declaredType: String) -> Bool {
        let type = declaredType.uppercased()
        func holds(_ part: String) -> Bool {
            var rest = type[...]
            while !rest.isEmpty {
                if rest.hasPrefix(part) { return true }
                rest = rest.dropFirst()
            }
            return false
        }
        if holds("INT") { return false }
        return holds("CHAR") || holds("CLOB") || holds("TEXT") || holds("BLOB") || type.isEmpty
    }

    @inline(__always)
    package func encode(
        _ field: PayloadField,
        into batch: inout RowBatch,
        _ scratch: PayloadScratch
    ) throws(CellProblem) {
        if field.kind == .string, case .text(nil) = rule { return batch.append(utf8: field.buffer) }
        try encodeAny(field, into: &batch, scratch)
    }

    @inline(never)
    private func encodeAny(
        _ field: PayloadField,
        into batch: inout RowBatch,
        _ scratch: PayloadScratch
    ) throws(CellProblem) {
        if field.kind == .null {
            guard isNullable else { throw CellProblem("is null, and the column is not nullable") }
            return batch.appendNull()
        }
        switch rule {
        case .text(let maximumLength): try encodeText(field, maximumLength, into: &batch, scratch)
        case .json(let keepsNumbers): try encodeJSON(field, keepsNumbers: keepsNumbers, into: &batch, scratch)
        case .uuid: try encodeUUID(field, into: &batch, scratch)
        case .boolean: batch.append(try boolean(field) ? 1 as Int64 : 0)
        case .real(let isSingle): batch.append(try real(field, isSingle: isSingle, scratch))
        case .integer(let range): batch.append(try integer(field, in: range, scratch))
        case .decimal(let precision, let scale):
            try encodeDecimal(field, precision: precision, scale: scale, into: &batch, scratch)
        case .blob: try encodeBlob(field, into: &batch, scratch)
        case .date: try encodeDate(field, into: &batch, scratch)
        case .time: try encodeTime(field, into: &batch, scratch)
        case .timestamp(let inUTC): try encodeTimestamp(field, inUTC: inUTC, into: &batch, scratch)
        case .array where field.kind == .array:
            try ArrayText.literal(of: field.buffer, scratch).withUnsafeBufferPointer { batch.append(utf8: $0) }
        case .array: try encodeText(field, nil, into: &batch, scratch)
        case .any: try encodeNatural(field, into: &batch, scratch)
        }
    }

    /// The name of a value's kind in messages about the wrong type.
    static func name(of kind: PayloadField.Kind) -> String {
        switch kind {
        case .null: "null"
        case .true, .false: "a truth value"
        case .number: "a number"
        case .string, .escapedString, .text, .untyped: "text"
        case .object: "an object"
        case .array: "an array"
        case .bytes: "bytes"
        }
    }

    static func mismatch(_ field: PayloadField, _ held: String) -> CellProblem {
        CellProblem("is \(name(of: field.kind)), and the column holds \(held)")
    }

    /// The meaning of text of any kind, in the payload or in `scratch`; `nil` if the field is no text.
    func text(
        _ field: PayloadField,
        _ scratch: PayloadScratch
    ) throws(CellProblem) -> UnsafeBufferPointer<UInt8>? {
        switch field.kind {
        case .string, .untyped:
            return field.buffer
        case .text:
            guard !field.buffer.contains(0) else { throw .zeroCharacter }
            return field.buffer
        case .escapedString:
            scratch.reserve(field.count)
            let count = JSONText.unescape(field.buffer, into: scratch.start)
            let text = UnsafeBufferPointer(start: UnsafePointer(scratch.start), count: count)
            guard !text.contains(0) else { throw .zeroCharacter }
            return text
        default:
            return nil
        }
    }

    private func encodeNatural(
        _ field: PayloadField,
        into batch: inout RowBatch,
        _ scratch: PayloadScratch
    ) throws(CellProblem) {
        switch field.kind {
        case .true: batch.append(1 as Int64)
        case .false: batch.append(0 as Int64)
        case .number:
            let number = NumberText(checked: field.buffer)
            if number.isWhole, let integer = number.integer {
                batch.append(integer)
            } else {
                batch.append(try real(field, isSingle: false, scratch))
            }
        case .bytes: batch.append(blob: UnsafeRawBufferPointer(field.buffer))
        case .object, .array: batch.append(utf8: field.buffer)
        default:
            if let text = try text(field, scratch) { batch.append(utf8: text) }
        }
    }
}
