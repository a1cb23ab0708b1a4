/// A number in JSON's grammar taken apart: `±digits × 10^power`, the digits having no zero at either end.
package struct NumberText {
    private(set) var isNegative = false
    /// The digits as a number; meaningless if there are more than nineteen.
    private(set) var digits: UInt64 = 0
    /// How many digits there are; 0 for zero.
    private(set) var digitCount = 0
    /// The power of ten of the last digit.
    private(set) var power = 0
    /// Whether it is written without point and exponent.
    private(set) var isWhole = true

    /// Takes a number apart that was checked already.
    init(checked text: UnsafeBufferPointer<UInt8>) {
        var pendingZeros = 0
        var fractionDigits = 0
        var exponent = 0
        var index = 0
        if index < text.count, text[index] == UInt8(ascii: "-") {
            isNegative = true
            index += 1
        }
        while index < text.count {
            let byte = text[index]
            let digit = byte &- UInt8(ascii: "0")
            index += 1
            if digit < 10 {
                if !isWhole { fractionDigits += 1 }
                if digit == 0 {
                    pendingZeros += 1
                } else {
                    append(digit, after: digitCount == 0 ? 0 : pendingZeros)
                    pendingZeros = 0
                }
            } else if byte == UInt8(ascii: ".") {
                isWhole = false
            } else {
                isWhole = false
                exponent = Self.exponent(text, from: index)
                break
            }
        }
        if digitCount > 0 { power = exponent - fractionDigits + pendingZeros }
    }

    private mutating func append(_ digit: UInt8, after zeros: Int) {
        for _ in 0..<min(zeros, 20) { digits = digits &* 10 }
        digits = digits &* 10 &+ UInt64(digit)
        digitCount += zeros + 1
    }

    /// The exponent, kept within a range that no column holds.
    private static func exponent(_ text: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
        var number = 0
        var index = start
        let isNegative = text[index] == UInt8(ascii: "-")
        if isNegative || text[index] == UInt8(ascii: "+") { index += 1 }
        while index < text.count {
            if number < 1_000_000_000 { number = number * 10 + Int(text[index] &- UInt8(ascii: "0")) }
            index += 1
        }
        return isNegative ? -number : number
    }

    /// Checks the grammar first; returns `nil` for any other text.
    package init?(_ text: UnsafeBufferPointer<UInt8>) {
        guard Self.isNumber(text) else { return nil }
        self.init(checked: text)
    }

    /// Whether the text is a number as JSON writes it.
    static func isNumber(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        var index = 0
        func digits() -> Bool {
            let start = index
            while index < text.count, text[index] &- UInt8(ascii: "0") < 10 { index += 1 }
            return index > start
        }
        if index < text.count, text[index] == UInt8(ascii: "-") { index += 1 }
        let start = index
        guard digits(), text[start] != UInt8(ascii: "0") || index == start + 1 else { return false }
        if index < text.count, text[index] == UInt8(ascii: ".") {
            index += 1
            guard digits() else { return false }
        }
        if index < text.count, text[index] | 0x20 == UInt8(ascii: "e") {
            index += 1
            if index < text.count, text[index] == UInt8(ascii: "-") || text[index] == UInt8(ascii: "+") { index += 1 }
            guard digits() else { return false }
        }
        return index == text.count
    }

    var isZero: Bool { digitCount == 0 }

    /// Digits before the decimal point, written out.
    var integerDigits: Int { max(0, digitCount + power) }

    /// Digits behind the decimal point, without zeros at the end.
    var fractionDigits: Int { max(0, -power) }

    /// Digits that a store of decimal digits must keep.
    var significantDigits: Int { power > 0 ? integerDigits : digitCount }

    /// The number as an integer, if it is exactly one of 64 bits.
    var integer: Int64? {
        guard power >= 0, integerDigits <= 19 else { return nil }
        var magnitude = digits
        for _ in 0..<power {
            let (product, overflow) = magnitude.multipliedReportingOverflow(by: 10)
            if overflow { return nil }
            magnitude = product
        }
        if isNegative { return magnitude <= 1 << 63 ? Int64(truncatingIfNeeded: 0 &- magnitude) : nil }
        return Int64(exactly: magnitude)
    }

    // The powers of ten that a double holds exactly.
    private static let powersOfTen: [Double] = [
        1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19,
        1e20, 1e21, 1e22,
    ]

    /// The nearest double; `nil` if that is an infinity, or zero for a number that is not.
    ///
    /// Digits and power being exact as doubles, one multiplication or division rounds once: W. D. Clinger, "How to
    /// read floating point numbers accurately", 1990. All else is left to the standard library.
    package func double(_ text: UnsafeBufferPointer<UInt8>) -> Double? {
        if digitCount <= 19, digits <= 1 << 53, power.magnitude <= 22 {
            let exact = Double(digits)
            let scale = Self.powersOfTen[Int(power.magnitude)]
            let magnitude = power < 0 ? exact / scale : exact * scale
            return isNegative ? -magnitude : magnitude
        }
        guard let number = Double(String(decoding: text, as: UTF8.self)) else { return nil }
        return number.isFinite && (number != 0 || isZero) ? number : nil
    }

    /// Whether a double holds the number exactly, given that it is an integer.
    var isExactInteger: Bool {
        guard digitCount <= 19 else { return false }
        // digits × 10^power is odd × 5^power × 2^something.
        var odd = digits
        if odd != 0 { odd >>= UInt64(odd.trailingZeroBitCount) }
        for _ in 0..<min(power, 30) {
            let (product, overflow) = odd.multipliedReportingOverflow(by: 5)
            if overflow { return false }
            odd = product
        }
        return odd <= 1 << 53
    }
}
