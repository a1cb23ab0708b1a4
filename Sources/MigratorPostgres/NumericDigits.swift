/// A decimal number as PostgreSQL stores it: in groups of four digits.
///
/// https://github.com/postgres/postgres/blob/REL_15_STABLE/src/backend/utils/adt/numeric.c
struct NumericDigits: Equatable {
    /// The groups from the first to the last that are not zero.
    private(set) var groups: [Int16] = []
    /// The power of 10000 of the first group.
    private(set) var weight: Int16 = 0
    private(set) var isNegative = false
    /// The digits after the point, zeros at the end included.
    private(set) var scale: Int16 = 0

    /// Reads digits with at most a sign and a point; `nil` for any other text, and for numbers of very many digits.
    init?(_ text: some RandomAccessCollection<UInt8>) {
        guard text.count < 16_000 else { return nil }
        var digits = text[...]
        if let sign = digits.first, sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") {
            isNegative = sign == UInt8(ascii: "-")
            digits = digits.dropFirst()
        }
        let whole = digits.prefix { $0 != UInt8(ascii: ".") }
        let fraction = digits[whole.endIndex...].dropFirst()
        guard whole.count + fraction.count > 0 else { return nil }
        scale = Int16(fraction.count)
        weight = Int16((whole.count + 3) / 4 - 1)

        // The first group takes what is over of the whole digits, the last is filled up with zeros.
        var group: Int16 = 0
        var missing = whole.count % 4 == 0 ? 4 : whole.count % 4
        for part in [whole, fraction] {
            for digit in part {
                guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(digit) else { return nil }
                group = group * 10 + Int16(digit - UInt8(ascii: "0"))
                missing -= 1
                if missing == 0 {
                    append(group)
                    group = 0
                    missing = 4
                }
            }
        }
        if missing < 4 {
            for _ in 0..<missing { group *= 10 }
            append(group)
        }
        while groups.last == 0 { groups.removeLast() }
        if groups.isEmpty {
            weight = 0
            isNegative = false
        }
    }

    /// Appends a group, or leaves it out if it is a zero at the beginning.
    private mutating func append(_ group: Int16) {
        if groups.isEmpty, group == 0 {
            weight -= 1
        } else {
            groups.append(group)
        }
    }
}
