import Synchronization

/// The generation of a namespace in memory: raised, all entries of earlier ones are gone, in one step.
final class GenerationCell: Sendable {
    private let generation = Atomic<UInt64>(0)
    private let held = Atomic<Int>(0)
    private let heldBytes = Atomic<Int>(0)

    var current: UInt64 { generation.load(ordering: .acquiring) }

    /// The number of entries in memory and their bytes; entries of earlier generations count until the sweep removes
    /// them.
    var usage: (entries: Int, bytes: Int) {
        (held.load(ordering: .relaxed), heldBytes.load(ordering: .relaxed))
    }

    /// Notes that an entry came, or with -1 that it left.
    func note(_ entries: Int, of bytes: Int) {
        held.add(entries, ordering: .relaxed)
        heldBytes.add(entries * bytes, ordering: .relaxed)
    }

    func raise() {
        generation.add(1, ordering: .acquiringAndReleasing)
    }
}
