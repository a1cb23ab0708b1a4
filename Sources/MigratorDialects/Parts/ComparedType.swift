/// A type in the one spelling that its aliases share.
package struct ComparedType: Sendable {
    /// What its values are, as far as constants are compared by it.
    package enum Family: Hashable, Sendable {
        case integer
        case real
        /// With the digits behind the point that a value is rounded to, if there is such a number.
        case decimal(scale: Int?)
        case boolean
        /// Text of any length, or of at most so many characters.
        case text(limit: Int?)
        /// Text of exactly so many characters, filled up with spaces.
        case filledText
        case other
    }

    /// The spelling.
    package let text: String
    /// What its values are.
    package let family: Family
    /// Whether the database brings the type, so that nothing of the schema says more about it.
    package let isBuiltIn: Bool
    /// Whether a sequence fills a column of it.
    package let isSerial: Bool

    /// Creates a type.
    package init(_ text: String, _ family: Family = .other, builtIn: Bool = false, serial: Bool = false) {
        self.text = text
        self.family = family
        isBuiltIn = builtIn
        isSerial = serial
    }
}
