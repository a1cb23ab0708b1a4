/// The names that came last, to tell what comes twice.
struct RecentNames {
    private var names: Set<String> = []
    private var order: [String] = []
    private var next = 0
    private let limit: Int

    init(limit: Int) {
        self.limit = limit
    }

    /// Takes a name; false if it is there already.
    mutating func insert(_ name: String) -> Bool {
        guard names.insert(name).inserted else { return false }
        if order.count < limit {
            order.append(name)
        } else {
            names.remove(order[next])
            order[next] = name
            next = (next + 1) % limit
        }
        return true
    }
}
