import MigratorSystem

/// Counts roughly how often keys were seen of late, in a few bits each: a count-min sketch behind a doorkeeper.
///
/// Each key has four counters of four bits, and the smallest of them counts. All counters are halved after ten times as
/// many sightings as there are entries, so that old counts fade. The doorkeeper, a Bloom filter, takes the first
/// sighting of each key: a key that is seen once takes no counter. See Einziger, Friedman and Manes, "TinyLFU: A Highly
/// Efficient Cache Admission Policy", 2017.
struct FrequencySketch {
    private var table: [UInt64]
    private var doorkeeper: [UInt64]
    private var sightings = 0
    private var limit: Int
    private let seed: UInt64

    /// A sketch for about so many entries.
    init(entries: Int, seed: UInt64 = .random(in: .min ... .max)) {
        self.seed = seed
        let size = Self.size(for: entries)
        table = Array(repeating: 0, count: size)
        doorkeeper = Array(repeating: 0, count: max(1, size / 4))
        limit = size * 10
    }

    private static func size(for entries: Int) -> Int {
        var size = 64
        while size < entries, size < 1 << 24 { size <<= 1 }
        return size
    }

    /// Makes room for more entries; what was counted is forgotten when the table grows.
    mutating func fit(entries: Int) {
        guard entries > table.count, table.count < 1 << 24 else { return }
        self = FrequencySketch(entries: entries * 2, seed: seed)
    }

    /// Counts a sighting.
    mutating func see(_ hash: UInt64) {
        let hash = Digest.mix(hash ^ seed)
        if !enter(hash) {
            var grew = false
            for row in 0..<4 {
                let (word, shift) = position(hash, row)
                guard (table[word] >> shift) & 15 < 15 else { continue }
                table[word] &+= 1 << shift
                grew = true
            }
            guard grew else { return }
        }
        sightings += 1
        if sightings >= limit { fade() }
    }

    /// How often a key was seen, at most 16.
    func frequency(_ hash: UInt64) -> Int {
        let hash = Digest.mix(hash ^ seed)
        var least: UInt64 = 15
        for row in 0..<4 {
            let (word, shift) = position(hash, row)
            least = min(least, (table[word] >> shift) & 15)
        }
        return Int(least) + (isKnown(hash) ? 1 : 0)
    }

    private func position(_ hash: UInt64, _ row: Int) -> (word: Int, shift: UInt64) {
        let mixed = (hash &+ UInt64(row) &* 0x9e37_79b9_7f4a_7c15) &* 0xd6e8_feb8_6659_fd93
        let word = Int(truncatingIfNeeded: mixed >> 36) & (table.count - 1)
        return (word, (UInt64(row) * 4 + (mixed >> 32 & 3)) * 4)
    }

    private func isKnown(_ hash: UInt64) -> Bool {
        let (one, two) = bits(hash)
        return doorkeeper[one.word] & one.bit != 0 && doorkeeper[two.word] & two.bit != 0
    }

    /// Notes a key at the door; false if it was there before.
    private mutating func enter(_ hash: UInt64) -> Bool {
        guard !isKnown(hash) else { return false }
        let (one, two) = bits(hash)
        doorkeeper[one.word] |= one.bit
        doorkeeper[two.word] |= two.bit
        return true
    }

    private func bits(_ hash: UInt64) -> ((word: Int, bit: UInt64), (word: Int, bit: UInt64)) {
        let mask = UInt64(doorkeeper.count * 64 - 1)
        let (one, two) = (hash & mask, (hash >> 32) & mask)
        return ((Int(one >> 6), 1 << (one & 63)), (Int(two >> 6), 1 << (two & 63)))
    }

    private mutating func fade() {
        for index in table.indices { table[index] = (table[index] >> 1) & 0x7777_7777_7777_7777 }
        for index in doorkeeper.indices { doorkeeper[index] = 0 }
        sightings /= 2
    }
}
