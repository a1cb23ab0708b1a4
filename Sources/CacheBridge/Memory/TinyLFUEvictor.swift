/// W-TinyLFU, by bytes: a window of 1 % for newcomers, a main part of which 80 % is protected.
///
/// An entry that leaves the window goes on probation. When memory is full, this entry and the one that is longest on
/// probation are compared by how often they were seen, and the rarer one is dropped. An entry that is used on probation
/// becomes protected. Without the window a burst of new keys could never establish itself; without the comparison one
/// scan would replace everything.
final class TinyLFUEvictor: Evictor {
    private var window = NodeList(0)
    private var probation = NodeList(1)
    private var protected = NodeList(2)
    private let windowLimit: Int
    private let protectedLimit: Int
    private var sketch = FrequencySketch(entries: 512)
    /// The entry that left the window last and is not yet accepted.
    private var candidate = MemoryNode.none

    init(bytes: Int) {
        windowLimit = bytes / 100
        protectedLimit = (bytes - bytes / 100) / 5 * 4
    }

    func add(_ index: Int32, _ slab: inout NodeSlab, entries: Int) {
        sketch.fit(entries: entries)
        sketch.see(slab[index].hash)
        window.append(index, &slab)
        while window.bytes > windowLimit, window.first != MemoryNode.none {
            let oldest = window.first
            window.remove(oldest, &slab)
            probation.append(oldest, &slab)
            candidate = oldest
        }
    }

    func touch(_ index: Int32, _ slab: inout NodeSlab) {
        sketch.see(slab[index].hash)
        switch slab[index].list {
        case 0: window.moveToEnd(index, &slab)
        case 1:
            probation.remove(index, &slab)
            protected.append(index, &slab)
            while protected.bytes > protectedLimit, protected.first != index {
                let oldest = protected.first
                protected.remove(oldest, &slab)
                probation.append(oldest, &slab)
            }
        default: protected.moveToEnd(index, &slab)
        }
    }

    func remove(_ index: Int32, _ slab: inout NodeSlab) {
        if candidate == index { candidate = MemoryNode.none }
        switch slab[index].list {
        case 0: window.remove(index, &slab)
        case 1: probation.remove(index, &slab)
        default: protected.remove(index, &slab)
        }
    }

    func victim(_ slab: inout NodeSlab) -> Int32? {
        var oldest = probation.first
        if oldest == candidate || oldest == MemoryNode.none {
            if protected.first != MemoryNode.none { oldest = protected.first }
        }
        guard oldest != MemoryNode.none else { return window.first == MemoryNode.none ? nil : window.first }
        guard candidate != MemoryNode.none, candidate != oldest, slab[candidate].list == 1 else { return oldest }
        return sketch.frequency(slab[candidate].hash) > sketch.frequency(slab[oldest].hash) ? oldest : candidate
    }
}
