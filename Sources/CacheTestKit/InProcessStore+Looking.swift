public import CacheBridge

extension InProcessStore {
    private static let pageSize = 100

    /// Lists values whose names begin with a text.
    public func page(
        of prefix: String,
        after cursor: RemotePage.Cursor?,
        head: Int
    ) async throws(CacheError) -> RemotePage {
        let now = clock.wall
        return try call { state in
            let names = state.items.keys.filter { $0.hasPrefix(prefix) && $0 > cursor?.text ?? "" }.sorted()
            let page = names.prefix(Self.pageSize)
            let entries = page.compactMap { name -> RemotePage.Entry? in
                guard let value = state.get(name, now: now) else { return nil }
                return RemotePage.Entry(
                    name: name,
                    bytes: value.count,
                    remaining: state.items[name]?.expires.map { Duration.milliseconds($0 - now) },
                    head: Array(value.prefix(head))
                )
            }
            let next = page.count < names.count ? page.last.map { RemotePage.Cursor($0) } : nil
            return RemotePage(entries: entries, next: next)
        }
    }

    /// Adds to counters.
    public func count(_ growth: [CounterGrowth], lifetime: Duration) async throws(CacheError) {
        try call { state in
            for one in growth {
                state.counters[one.name, default: [:]].merge(one.counters, uniquingKeysWith: &+)
            }
        }
    }

    /// The counters that lie under names.
    public func counters(of names: [String]) async throws(CacheError) -> [[String: Int]] {
        try call { state in names.map { state.counters[$0] ?? [:] } }
    }
}
