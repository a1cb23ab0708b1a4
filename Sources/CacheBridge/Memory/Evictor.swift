/// Keeps the order in which entries leave; lies behind the lock of its shard.
protocol Evictor: AnyObject {
    /// Takes a new entry in.
    func add(_ index: Int32, _ slab: inout NodeSlab, entries: Int)
    /// Notes that an entry was used.
    func touch(_ index: Int32, _ slab: inout NodeSlab)
    /// Forgets an entry that is removed, for any reason.
    func remove(_ index: Int32, _ slab: inout NodeSlab)
    /// The entry that leaves next, or `nil` if there is none.
    func victim(_ slab: inout NodeSlab) -> Int32?
}

extension EvictionPolicy {
    /// A new evictor for a shard of so many bytes.
    func makeEvictor(bytes: Int) -> any Evictor {
        switch self {
        case .lru: LRUEvictor()
        case .lfu: LFUEvictor()
        case .tinyLFU: TinyLFUEvictor(bytes: bytes)
        }
    }
}
