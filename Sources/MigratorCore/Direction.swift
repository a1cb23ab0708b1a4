/// Which way a step goes.
public enum Direction: String, Sendable, Hashable, CustomStringConvertible {
    /// Applies a revision.
    case upgrade
    /// Takes a revision back.
    case downgrade

    /// The word, as messages and JSON show it.
    public var description: String { rawValue }
}
