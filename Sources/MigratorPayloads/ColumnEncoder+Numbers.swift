import MigratorDatabase

extension ColumnEncoder {
    /// The number that a field writes, as JSON writes numbers, and its text.
    private func number(
        _ field: PayloadField,
        _ held: String,
        _ scratch: PayloadScratch
    ) throws(CellProblem) -> (NumberText, text: UnsafeBufferPointer<UInt8>) {
        if field.kind == .number { return (NumberText(checked: field.buffer), field.buffer) }
        guard field.kind == .untyped else { throw Self.mismatch(field, held) }
        let text = PlainNumber.text(field.buffer, scratch)
        guard let number = NumberText(text) else {
            throw CellProblem("does not read as a number, and the column holds \(held)")
        }
        return (number, text)
    }

    /// The special number that a text names, such as infinity; PostgreSQL writes it as a string in JSON.
    private func special(_ field: PayloadField) -> SpecialNumber? {
        switch field.kind {
        case .untyped, .string, .text: SpecialNumber(BlankText.trimmed(field.buffer))
        default: nil
        }
    }

    func integer(
        _ field: PayloadField,
        in range: ClosedRange<Int64>,
        _ scratch: PayloadScratch
    ) throws(CellProblem) -> Int64 {
        // A strict table of SQLite keeps truth values as integers, and its catalogue says no more.
        if cells.numbersHoldTruth, [.true, .false].contains(field.kind) { return field.kind == .true ? 1 : 0 }
        let (number, _) = try number(field, "whole numbers", scratch)
        guard number.power >= 0 else { throw CellProblem("has a fraction, and the column holds whole numbers") }
        guard let integer = number.integer, range.contains(integer) else {
            throw CellProblem("is out of the column's range, \(range.lowerBound) to \(range.upperBound)")
        }
        return integer
    }

    func real(_ field: PayloadField, isSingle: Bool, _ scratch: PayloadScratch) throws(CellProblem) -> Double {
        if let special = special(field) {
            guard special != .notANumber || cells.keepsNotANumber else { throw notANumber }
            return special.double
        }
        let (number, text) = try number(field, "floating-point numbers", scratch)
        if number.isWhole, !number.isExactInteger {
            throw CellProblem("is a whole number that a floating-point column cannot hold exactly")
        }
        guard let value = number.double(text) else {
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

    private var notANumber: CellProblem { CellProblem("is not a number, for which \(title) would keep a null") }

    func boolean(_ field: PayloadField) throws(CellProblem) -> Bool {
        switch field.kind {
        case .true: return true
        case .false: return false
        case .untyped:
            let word = String(decoding: BlankText.trimmed(field.buffer), as: UTF8.self).lowercased()
            // As in COPY, the first letters of a word do too, if no other word begins with them.
            if !word.isEmpty, ["true", "yes", "1"].contains(where: { $0.hasPrefix(word) }) || word == "on" {
                return true
            }
            if !word.isEmpty, ["false", "no", "0"].contains(where: { $0.hasPrefix(word) }) { return false }
            if word == "off" || word == "of" { return false }
            throw CellProblem("is none of true, yes, on, 1, false, no, off, 0")
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
        if let special = special(field) {
            guard case .exact = cells.decimals else {
                throw special == .notANumber
                    ? notANumber : CellProblem("is infinite, and \(title)'s decimals are not")
            }
            guard special == .notANumber || precision == nil else {
                throw CellProblem("is infinite, and the column keeps \(precision ?? 0) digits")
            }
            return batch.append(text: special.rawValue)
        }
        var digits = field
        if field.kind == .string || field.kind == .text || field.kind == .escapedString,
            let text = try text(field, scratch), let start = text.baseAddress
        {
            guard NumberText.isNumber(text) else {
                throw CellProblem("does not read as a number, and the column holds decimal numbers")
            }
            digits = PayloadField(start: start, count: text.count, stamp: 0, kind: .number)
        }
        let (number, text) = try number(digits, "decimal numbers", scratch)
        // A precision alone means scale 0, in SQL.
        let scale = scale ?? (precision == nil ? nil : 0)
        if let scale, number.fractionDigits > scale {
            throw CellProblem("has \(number.fractionDigits) digits behind the point, and the column keeps \(scale)")
        }
        if let precision, number.integerDigits > precision - (scale ?? 0) {
            let most = precision - (scale ?? 0)
            throw CellProblem("has \(number.integerDigits) digits before the point, and the column keeps \(most)")
        }
        switch cells.decimals {
        case .double(let digits):
            guard number.significantDigits <= digits, number.integerDigits <= digits else {
                throw CellProblem("has more than \(digits) digits, which \(title) does not keep exactly")
            }
            guard number.fractionDigits <= 300 else {
                throw CellProblem("is too small for \(title) to keep exactly")
            }
        case .exact(let integerDigits, let fractionDigits):
            guard number.integerDigits <= integerDigits, number.fractionDigits <= fractionDigits else {
                throw CellProblem("has more digits than \(title)'s numeric holds")
            }
        }
        batch.append(utf8: text)
    }

    /// Whether a number comes back as it was written after its column made a number of the text.
    func survivesNumericAffinity(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        guard case .double(let digits) = cells.decimals else { return true }
        let number = NumberText(checked: text)
        // Zero has a sign only as text, and an exponent or a zero at the end would be dropped.
        guard !number.isZero else { return text.count == 1 }
        guard number.significantDigits <= digits, number.integerDigits <= digits else { return false }
        if number.isWhole { return true }
        guard !text.contains(where: { $0 | 0x20 == UInt8(ascii: "e") }) else { return false }
        // Below 0.0001 SQLite writes an exponent.
        return number.fractionDigits > 0 && text[text.count - 1] != UInt8(ascii: "0")
            && number.digitCount + number.power > -4
    }
}
