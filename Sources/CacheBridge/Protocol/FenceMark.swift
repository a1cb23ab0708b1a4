/// A mark that a store holds instead of a token while a run changes the data that the entries come from.
///
/// Its text is `fence:<run>@<milliseconds>`, with the time of the store until which it holds; where several runs
/// overlap, `fence!:<run>@<milliseconds>,<run>@<milliseconds>`. A mark has several owners because a run that replaced
/// another's mark and lifted it would open the cache while the other has not committed. The `!` stays until the last
/// owner has gone, so that a writer learns that others wrote beside it.
public struct FenceMark: Sendable, Hashable {
    /// A run that fences, and until when.
    public struct Owner: Sendable, Hashable {
        /// The run's name: letters, digits and `-`.
        public let run: String
        /// Milliseconds of the store's clock.
        public let until: Int64

        /// Creates an owner.
        public init(run: String, until: Int64) {
            self.run = run
            self.until = until
        }
    }

    /// The owners, the first to fence first.
    public let owners: [Owner]
    /// Whether more than one run fenced since there was a token.
    public let isShared: Bool

    /// Creates a mark.
    public init(owners: [Owner], isShared: Bool) {
        self.owners = owners
        self.isShared = isShared
    }

    /// Reads a mark; `nil` if it is anything else.
    public init?(_ text: [UInt8]) {
        var rest = String(decoding: text, as: UTF8.self)[...]
        if rest.hasPrefix("fence:") {
            isShared = false
            rest = rest.dropFirst(6)
        } else if rest.hasPrefix("fence!:") {
            isShared = true
            rest = rest.dropFirst(7)
        } else {
            return nil
        }
        var owners: [Owner] = []
        for part in rest.split(separator: ",", omittingEmptySubsequences: false) {
            let pair = part.split(separator: "@", omittingEmptySubsequences: false)
            guard pair.count == 2, !pair[0].isEmpty, let until = Int64(pair[1]) else { return nil }
            owners.append(Owner(run: String(pair[0]), until: until))
        }
        guard !owners.isEmpty else { return nil }
        self.owners = owners
    }

    /// The mark as the store holds it.
    public var text: [UInt8] {
        let list = owners.map { "\($0.run)@\($0.until)" }.joined(separator: ",")
        return Array("\(isShared ? "fence!" : "fence"):\(list)".utf8)
    }

    /// The latest time until which an owner fences.
    package var until: Int64 { owners.map(\.until).max() ?? 0 }

    /// The mark with one owner more, or with its time moved on; whose time is over goes.
    package static func adding(_ run: String, until: Int64, to state: TokenState, now: Int64) -> FenceMark {
        guard case .fenced(let mark) = state else {
            return FenceMark(owners: [Owner(run: run, until: until)], isShared: false)
        }
        let others = mark.owners.filter { $0.run != run && $0.until > now }
        return FenceMark(
            owners: others + [Owner(run: run, until: until)],
            isShared: mark.isShared || mark.owners.contains { $0.run != run }
        )
    }

    /// The mark without an owner; `nil` if no other run fences.
    package func removing(_ run: String?, now: Int64) -> FenceMark? {
        let others = owners.filter { $0.run != run && $0.until > now }
        return others.isEmpty ? nil : FenceMark(owners: others, isShared: true)
    }
}
