/// What PostgreSQL does when a view is read and written.
public struct ViewOptions: Hashable, Sendable {
    /// Whether conditions from outside wait until those of the view are decided.
    public let securityBarrier: Bool
    /// Whether the tables are read with the rights of the role that asks; since 15.
    public let securityInvoker: Bool
    /// Whether a row that is written through the view must be one that it shows.
    public let check: CheckOption?

    /// How far the check of a written row goes.
    public enum CheckOption: String, Hashable, Sendable {
        /// The view's own condition.
        case local
        /// Those of the views below as well.
        case cascaded
    }

    /// Creates options.
    public init(securityBarrier: Bool = false, securityInvoker: Bool = false, check: CheckOption? = nil) {
        self.securityBarrier = securityBarrier
        self.securityInvoker = securityInvoker
        self.check = check
    }
}

extension ViewOptions: CanonicallySpelled {
    package func spell(into text: inout CanonicalText) {
        text.flag("securityBarrier", securityBarrier)
        text.flag("securityInvoker", securityInvoker)
        text.string("check", check?.rawValue)
    }
}
