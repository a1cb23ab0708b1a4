import Database

extension ColumnEncoder {
    /// SQLite keeps a decimal as an integer or a double, and a double keeps this many digits of any decimal.
    private static let sqliteDigits = 15

    /// The number that a field writes, as JSON writes numbers.
    private func number(
        _ field: PayloadField,
        orText: PayloadField.Kind,
        _ held: String
    ) throws(CellProblem) -> NumberText {
        if field.kind == .number { return NumberText(checked: field.buffer) }
        guard field.kind == orText else { throw Self.mismatch(field, held) }
        guard let number = NumberText(field.buffer) else {
            throw CellProblem("does not read as a number, and the column holds \(held)")
        }
        return number
    }

    func integer(_ field: PayloadField, in range: ClosedRange<Int64>) throws(CellProblem) -> Int64 {
        let number = try number(field, orText: .untyped, "whole numbers")
        guard number.power >= 0 else { throw CellProblem("has a fraction, and the column holds whole numbers") }
        guard let integer = number.integer, range.contains(integer) else {
            throw CellProblem("is out of the column's range, \(range.lowerBound) to \(range.upperBound)")
        }
        return integer
    }

    func real(_ field: PayloadField, isSingle: Bool) throws(CellProblem) -> Double {
        let number = try number(field, orText: .untyped, "floating-point numbers")
        if number.isWhole, !number.isExactInteger {
            throw CellProblem("is a whole number that a floating-point column cannot hold exactly")
        }
        guard let value = number.double(field.buffer) else {
            throw CellProblem("is out of the range of floating-point numbers")
        }
        if isSingle {
            let single = Float(value)
            guard single.isFinite, single != 0 || value == 0 else {
                throw CellProblem("is out of the range of 32-bit floating-point numbers")
            }
        }
        return value
    }

    func boolean(_ field: PayloadField) throws(CellProblem) -> Bool {
        switch field.kind {
        case .true: return true
        case .false: return false
        case .untyped:
            let word = String(decoding: field.buffer, as: UTF8.self).lowercased()
            if word == "true" || word == "t" || word == "1" { return true }
            if word == "false" || word == "f" || word == "0" { return false }
            throw CellProblem("is none of true, t, 1, false, f, 0")
        default:
            throw Self.mismatch(field, "truth values")
        }
    }

    func encodeDecimal(
        _ field: PayloadField,
        precision: Int?,
        scale: Int?,
        into batch: inout RowBatch,
        _ scratch: PayloadScratch
    ) throws(CellProblem) {
        var digits = field
        if field.kind == .string || field.kind == .text || field.kind == .escapedString,
            let text = try text(field, scratch), let start = text.baseAddress
        {
            digits = PayloadField(start: start, count: text.count, stamp: 0, kind: .untyped)
        }
        let number = try number(digits, orText: .untyped, "decimal numbers")
        // A precision alone means scale 0, in SQL.
        let scale = scale ?? (precision == nil ? nil : 0)
        if let scale, number.fractionDigits > scale {
            throw CellProblem("has \(number.fractionDigits) digits behind the point, and the column keeps \(scale)")
        }
        if let precision, number.integerDigits > precision - (scale ?? 0) {
            let most = precision - (scale ?? 0)
            throw CellProblem("has \(number.integerDigits) digits before the point, and the column keeps \(most)")
        }
        switch database {
        case .sqlite:
            guard number.significantDigits <= Self.sqliteDigits, number.integerDigits <= Self.sqliteDigits else {
                throw CellProblem("has more than \(Self.sqliteDigits) digits, which SQLite does not keep exactly")
            }
            guard number.fractionDigits <= 300 else {
                throw CellProblem("is too small for SQLite to keep exactly")
            }
        case .postgres:
            // The limits of numeric: PostgreSQL manual, table 8.2.
            guard number.integerDigits <= 131_072, number.fractionDigits <= 16_383 else {
                throw CellProblem("has more digits than PostgreSQL's numeric holds")
            }
        }
        batch.append(utf8: digits.buffer)
    }

    /// Whether SQLite gives a number back as it was written after its column made a number of the text.
    static func survivesNumericAffinity(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        let number = NumberText(checked: text)
        // Zero has a sign only as text, and an exponent or a zero at the end would be dropped.
        guard !number.isZero else { return text.count == 1 }
        guard number.significantDigits <= sqliteDigits, number.integerDigits <= sqliteDigits else { return false }
        if number.isWhole { return true }
        guard !text.contains(where: { $0 | 0x20 == UInt8(ascii: "e") }) else { return false }
        // Below 0.0001 SQLite writes an exponent.
        return number.fractionDigits > 0 && text[text.count - 1] != UInt8(ascii: "0")
            && number.digitCount + number.power > -4
    }
}
