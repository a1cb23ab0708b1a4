import MigratorSystem

/// The identifier of a revision: unique in a graph, kept in the database's version table.
///
/// New ids are 12 hexadecimal digits; any text without whitespace, control characters, quotes, path
/// separators or one of `@ - + :` will do, up to 255 characters.
public struct RevisionID: Hashable, Sendable {
    /// The text of the id, as the version table holds it.
    public let rawValue: String

    /// Creates an id from its text; ``problem`` says whether a graph would take it.
    public init(_ rawValue: String) {
        self.rawValue = rawValue
    }

    /// Whether two ids have the same bytes: to the version table, two that only look the same are two.
    public static func == (left: RevisionID, right: RevisionID) -> Bool {
        left.rawValue.isExactly(right.rawValue)
    }

    /// The greatest length of an id, in characters: the width of the version table's column.
    public static let maximumLength = 255

    /// Why a graph refuses this id, or `nil` if it does not.
    public var problem: String? {
        Self.problem(ofName: rawValue)
    }

    /// Why `name` can be no revision id and no branch label, or `nil` if it can.
    public static func problem(ofName name: String) -> String? {
        if name.isEmpty { return "it is empty" }
        if name.utf8.count > maximumLength {
            return "it is \(name.utf8.count) bytes long; at most \(maximumLength) are allowed"
        }
        if name.hasPrefix(".") { return "it begins with a dot" }
        for scalar in name.unicodeScalars {
            switch scalar {
            case "@", "-", "+", ":":
                return "it holds '\(scalar)', which has a meaning in targets such as 'label@head' or '+2'"
            case "/", "\\", "\"", "'", "`", ",", ";":
                return "it holds '\(scalar)'"
            default:
                if scalar.properties.isWhitespace { return "it holds whitespace" }
                if scalar.properties.generalCategory == .control { return "it holds a control character" }
            }
        }
        return nil
    }
}

extension RevisionID: ExpressibleByStringLiteral {
    /// Creates an id from a literal.
    public init(stringLiteral value: String) {
        self.init(value)
    }
}

extension RevisionID: Comparable {
    /// Orders ids by their bytes.
    public static func < (left: RevisionID, right: RevisionID) -> Bool {
        ExactText(left.rawValue) < ExactText(right.rawValue)
    }
}

extension RevisionID: CustomStringConvertible {
    /// The text of the id.
    public var description: String { rawValue }
}
