/// Least frequently used: a list for each number of uses up to 255; among equals the one not used for longest leaves.
final class LFUEvictor: Evictor {
    private var lists = (0...255).map { NodeList($0) }

    func add(_ index: Int32, _ slab: inout NodeSlab, entries: Int) { lists[0].append(index, &slab) }

    func touch(_ index: Int32, _ slab: inout NodeSlab) {
        let list = slab[index].list
        lists[list].remove(index, &slab)
        lists[min(list + 1, 255)].append(index, &slab)
    }

    func remove(_ index: Int32, _ slab: inout NodeSlab) {
        let list = slab[index].list
        lists[list].remove(index, &slab)
    }

    func victim(_ slab: inout NodeSlab) -> Int32? {
        lists.first { $0.first != MemoryNode.none }?.first
    }
}
