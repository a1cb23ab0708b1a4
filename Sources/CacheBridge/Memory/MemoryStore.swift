import Synchronization

/// The state of a key's namespace and entity before its value was fetched.
struct MemoryNote: Sendable {
    let generation: UInt64
    let epoch: UInt64
    let drops: UInt64
}

/// The memory tier: decoded values, bounded by bytes, found without waiting for anything but a lock.
///
/// Several shards where there is room for them, so that threads seldom meet. All entries of one entity lie in one.
final class MemoryStore: Sendable {
    private final class Shard: Sendable {
        let state: Mutex<MemoryShard>

        init(limit: Int, policy: EvictionPolicy) {
            state = Mutex(MemoryShard(limit: limit, policy: policy))
        }
    }

    /// How many bytes an entry takes beside its value and its key.
    static let overhead = 256

    private let shards: [Shard]
    private let mask: UInt64

    /// Creates a store of so many bytes; a shard has at least 16 MiB if there is more than one.
    init(limit: Int, policy: EvictionPolicy, shards wanted: Int? = nil) {
        var count = 1
        while count < wanted ?? min(8, limit >> 24) { count <<= 1 }
        shards = (0..<count).map { _ in Shard(limit: limit / count, policy: policy) }
        mask = UInt64(count - 1)
    }

    /// The entry of a key, fresh or past its time, if nothing was dropped since it was loaded.
    func find(_ key: CacheKey, now: Int64) -> MemoryEntry? {
        shard(key.group).state.withLock { $0.find(key, now: now) }
    }

    /// Notes the generations; to be done before the value is fetched.
    func note(_ key: CacheKey, _ cell: GenerationCell) -> MemoryNote {
        let generation = cell.current
        let noted = shard(key.group).state.withLock { $0.note(key.group) }
        return MemoryNote(generation: generation, epoch: noted.epoch, drops: noted.drops)
    }

    /// Puts an entry in, unless something was dropped since the note; says whether it stayed.
    @discardableResult
    func insert(_ key: CacheKey, _ entry: MemoryEntry, _ note: MemoryNote, now: Int64) -> Bool {
        shard(key.group).state.withLock { $0.insert(key, entry, note, now: now) }
    }

    /// Removes one entry.
    func remove(_ key: CacheKey) {
        shard(key.group).state.withLock { $0.remove(key) }
    }

    /// Drops all entries of an entity.
    func drop(entity: String, in namespace: String) {
        let group = CacheKey.group(of: entity, in: namespace)
        shard(group).state.withLock { $0.drop(group: group) }
    }

    /// Removes everything.
    func clear() {
        for shard in shards { shard.state.withLock { $0.clear() } }
    }

    /// Entries, bytes and evictions so far.
    var usage: (entries: Int, bytes: Int, evictions: Int) {
        var sum = (entries: 0, bytes: 0, evictions: 0)
        for shard in shards {
            shard.state.withLock { state in
                sum.entries += state.count
                sum.bytes += state.bytes
                sum.evictions += state.evictions
            }
        }
        return sum
    }

    private func shard(_ group: UInt64) -> Shard { shards[Int(group & mask)] }
}
