/// A part of the memory tier, behind one lock.
struct MemoryShard {
    private let limit: Int
    private let evictor: any Evictor
    private var slab = NodeSlab()
    private var index: [CacheKey: Int32] = [:]
    /// The first entry of each entity.
    private var groups: [UInt64: Int32] = [:]
    /// How often an entity was dropped, of late.
    private var drops: [UInt64: UInt64] = [:]
    /// Raised when ``drops`` was emptied: what was noted before counts no more.
    private var epoch: UInt64 = 0
    private var hand = 0
    private(set) var bytes = 0
    private(set) var evictions = 0

    /// As many entities are remembered as dropped.
    private static let dropsRemembered = 4096

    init(limit: Int, policy: EvictionPolicy) {
        self.limit = limit
        evictor = policy.makeEvictor(bytes: limit)
    }

    var count: Int { index.count }

    /// The entry of a key, fresh or not, if its generation still counts.
    mutating func find(_ key: CacheKey, now: Int64) -> MemoryEntry? {
        guard let at = index[key], let entry = slab.entry(at) else { return nil }
        guard entry.generation == entry.cell.current, now < entry.staleUntil else {
            remove(at)
            return nil
        }
        if now < entry.expires { evictor.touch(at, &slab) }
        return entry
    }

    func note(_ group: UInt64) -> (epoch: UInt64, drops: UInt64) {
        (epoch, drops[group] ?? 0)
    }

    /// Puts an entry in unless its namespace or entity was dropped since it was noted; says whether it stayed.
    mutating func insert(_ key: CacheKey, _ entry: MemoryEntry, _ noted: MemoryNote, now: Int64) -> Bool {
        sweep(now: now)
        guard entry.generation == entry.cell.current, noted.epoch == epoch, noted.drops == drops[key.group] ?? 0 else {
            return false
        }
        if let old = index[key] { remove(old) }
        guard entry.cost <= limit else { return false }
        let at = slab.add(key, entry)
        index[key] = at
        if key.entity != nil { link(at, key.group) }
        bytes += entry.cost
        entry.cell.note(1, of: entry.cost)
        evictor.add(at, &slab, entries: index.count)
        while bytes > limit, let victim = evictor.victim(&slab) {
            remove(victim)
            evictions += 1
        }
        return index[key] != nil
    }

    mutating func remove(_ key: CacheKey) {
        if let at = index[key] { remove(at) }
    }

    /// Drops all entries of an entity, and refuses those that are under way.
    mutating func drop(group: UInt64) {
        if drops.count >= Self.dropsRemembered {
            drops.removeAll(keepingCapacity: true)
            epoch += 1
        }
        drops[group, default: 0] += 1
        while let at = groups[group] { remove(at) }
    }

    /// Removes everything.
    mutating func clear() {
        for at in Array(index.values) { remove(at) }
    }

    private mutating func link(_ at: Int32, _ group: UInt64) {
        if let first = groups[group] {
            slab[first].previousInGroup = at
            slab[at].nextInGroup = first
        }
        groups[group] = at
    }

    private mutating func remove(_ at: Int32) {
        guard let key = slab.key(at) else { return }
        evictor.remove(at, &slab)
        let node = slab[at]
        if key.entity != nil { unlink(node, key.group) }
        index[key] = nil
        bytes -= node.cost
        slab.entry(at)?.cell.note(-1, of: node.cost)
        slab.remove(at)
    }

    private mutating func unlink(_ node: MemoryNode, _ group: UInt64) {
        if node.previousInGroup == MemoryNode.none {
            groups[group] = node.nextInGroup == MemoryNode.none ? nil : node.nextInGroup
        } else {
            slab[node.previousInGroup].nextInGroup = node.nextInGroup
        }
        if node.nextInGroup != MemoryNode.none { slab[node.nextInGroup].previousInGroup = node.previousInGroup }
    }

    /// Looks at two slots each time and frees entries that may not be used any more.
    private mutating func sweep(now: Int64) {
        for _ in 0..<min(2, slab.capacity) {
            hand = (hand + 1) % slab.capacity
            guard let entry = slab.entry(Int32(hand)) else { continue }
            if now >= entry.staleUntil || entry.generation != entry.cell.current { remove(Int32(hand)) }
        }
    }
}
