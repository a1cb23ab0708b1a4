public import MigrationDSL

/// The revisions to which a run goes, as a text that is read once: an id or its beginning, `head`, `heads`, `base`, a
/// label, `label@head`, `+2`, `-1`.
///
/// Which revisions these are depends on the graph and on the version rows of a database.
public struct Target: Hashable, Sendable {
    /// The target as it was written.
    public let text: String
    /// The steps that it counts; `nil` where it names a revision.
    let relative: RelativeTarget?

    /// Reads a target.
    public init(_ text: String) {
        self.text = text
        relative = RelativeTarget(text)
    }

    /// A revision.
    public init(_ revision: RevisionID) {
        self.init(revision.rawValue)
    }

    /// The head of a history that has one.
    public static let head = Target("head")
    /// Before the first revision.
    public static let base = Target("base")

    /// Whether it counts from where the database is.
    var countsFromRows: Bool { relative.map { $0.symbol == nil } ?? false }
}

extension Target: ExpressibleByStringLiteral, CustomStringConvertible {
    /// Reads a target that stands in the program.
    public init(stringLiteral text: String) {
        self.init(text)
    }

    /// The target as it was written.
    public var description: String { text }
}
