/// The position of an entry in the lists: numbers only, so that moving it costs no reference counting.
struct MemoryNode {
    static let none: Int32 = -1

    let hash: UInt64
    let cost: Int
    /// The list that it is in; the evictor says what the number means.
    var list = 0
    var previous = MemoryNode.none
    var next = MemoryNode.none
    /// The other entries of the same entity.
    var previousInGroup = MemoryNode.none
    var nextInGroup = MemoryNode.none
}

/// The entries of one shard with their nodes; a freed slot is used again.
struct NodeSlab {
    private var nodes: [MemoryNode] = []
    private var keys: [CacheKey?] = []
    private var entries: [MemoryEntry?] = []
    private var free: [Int32] = []

    /// How many slots there are, used and free.
    var capacity: Int { nodes.count }

    subscript(index: Int32) -> MemoryNode {
        get { nodes[Int(index)] }
        _modify { yield &nodes[Int(index)] }
    }

    func key(_ index: Int32) -> CacheKey? { keys[Int(index)] }

    func entry(_ index: Int32) -> MemoryEntry? { entries[Int(index)] }

    mutating func add(_ key: CacheKey, _ entry: MemoryEntry) -> Int32 {
        let node = MemoryNode(hash: key.hash, cost: entry.cost)
        if let index = free.popLast() {
            nodes[Int(index)] = node
            keys[Int(index)] = key
            entries[Int(index)] = entry
            return index
        }
        nodes.append(node)
        keys.append(key)
        entries.append(entry)
        return Int32(nodes.count - 1)
    }

    mutating func remove(_ index: Int32) {
        keys[Int(index)] = nil
        entries[Int(index)] = nil
        free.append(index)
    }
}

/// A doubly linked list of nodes: the oldest first.
struct NodeList {
    private(set) var first = MemoryNode.none
    private(set) var last = MemoryNode.none
    private(set) var bytes = 0
    let number: Int

    init(_ number: Int) {
        self.number = number
    }

    mutating func append(_ index: Int32, _ slab: inout NodeSlab) {
        slab[index].list = number
        slab[index].previous = last
        slab[index].next = MemoryNode.none
        if last == MemoryNode.none { first = index } else { slab[last].next = index }
        last = index
        bytes += slab[index].cost
    }

    mutating func remove(_ index: Int32, _ slab: inout NodeSlab) {
        let node = slab[index]
        if node.previous == MemoryNode.none { first = node.next } else { slab[node.previous].next = node.next }
        if node.next == MemoryNode.none { last = node.previous } else { slab[node.next].previous = node.previous }
        bytes -= node.cost
    }

    mutating func moveToEnd(_ index: Int32, _ slab: inout NodeSlab) {
        guard last != index else { return }
        remove(index, &slab)
        append(index, &slab)
    }
}
