/// A piece of Swift source without its layout: ``SwiftWriter`` puts it on as few lines as it fits on.
indirect enum SwiftSource: Hashable, Sendable {
    /// Source that is never broken, such as `.uuid`.
    case plain(String)
    /// A literal that stays on one line, such as a name.
    case name(String)
    /// A literal that may take several lines, such as a query.
    case text(String)
    /// `callee(arguments)`, with what stands in braces behind it.
    case call(String, [Argument], body: [SwiftSource]? = nil)
    /// `base.member(…).member(…)`; each member is a call that begins with its dot.
    case chain(SwiftSource, [SwiftSource])
    /// `[…, …]`
    case list([SwiftSource])
    /// `[…: …]`
    case pairs([Pair])
    /// `left sign right`
    case infix(SwiftSource, String, SwiftSource)
    /// `left = value`
    case assignment(String, SwiftSource)
    /// `// …`, a line in a body.
    case comment(String)

    /// An argument of a call.
    struct Argument: Hashable, Sendable {
        let label: String?
        let value: SwiftSource

        init(_ label: String? = nil, _ value: SwiftSource) {
            self.label = label
            self.value = value
        }
    }

    /// A key of a dictionary and its value.
    struct Pair: Hashable, Sendable {
        let key: SwiftSource
        let value: SwiftSource
    }
}

extension SwiftSource {
    /// The source with members behind it, if there are any.
    func then(_ members: [SwiftSource]) -> SwiftSource {
        members.isEmpty ? self : .chain(self, members)
    }

    /// A list of names.
    static func names(_ names: [String]) -> SwiftSource {
        .list(names.map { .name($0) })
    }

    /// Settings by their names, in order of them.
    static func settings(_ settings: [String: String]) -> SwiftSource {
        .pairs(
            settings.sorted { $0.key < $1.key }.map { Pair(key: .name($0.key), value: .name($0.value)) }
        )
    }

    /// Whether it ends with braces that hold something.
    var endsWithBody: Bool {
        switch self {
        case .call(_, _, let body): body?.isEmpty == false
        case .chain(_, let members): members.last?.endsWithBody == true
        default: false
        }
    }
}

extension [SwiftSource.Argument] {
    /// Adds an argument, if it has a value.
    mutating func add(_ label: String? = nil, _ value: SwiftSource?) {
        guard let value else { return }
        append(SwiftSource.Argument(label, value))
    }

    /// Adds `label: true`, if it is.
    mutating func flag(_ label: String, _ value: Bool) {
        if value { append(SwiftSource.Argument(label, .plain("true"))) }
    }
}
