/// Whether policies decide which rows of a table a role sees; PostgreSQL only.
public struct RowSecurity: OptionSet, Hashable, Sendable {
    /// The bits.
    public let rawValue: Int

    /// Creates options from bits.
    public init(rawValue: Int) {
        self.rawValue = rawValue
    }

    /// Policies decide for every role but the table's owner.
    public static let enabled = RowSecurity(rawValue: 1)
    /// Where policies decide, they do for the owner as well.
    public static let forced = RowSecurity(rawValue: 2)
}

extension RowSecurity: CanonicallySpelled {
    package func spell(into text: inout CanonicalText) {
        text.flag("enabled", contains(.enabled))
        text.flag("forced", contains(.forced))
    }
}
