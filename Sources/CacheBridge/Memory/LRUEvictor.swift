/// Least recently used: one list.
final class LRUEvictor: Evictor {
    private var list = NodeList(0)

    func add(_ index: Int32, _ slab: inout NodeSlab, entries: Int) { list.append(index, &slab) }
    func touch(_ index: Int32, _ slab: inout NodeSlab) { list.moveToEnd(index, &slab) }
    func remove(_ index: Int32, _ slab: inout NodeSlab) { list.remove(index, &slab) }
    func victim(_ slab: inout NodeSlab) -> Int32? { list.first == MemoryNode.none ? nil : list.first }
}
