import CacheSamples
import MigratorSystem
import Testing

@testable import CacheBridge

@Suite struct MemoryStoreTests {
    private let shape = RecordShape("test")
    private let cell = GenerationCell()

    private func key(_ name: Int, entity: String? = nil) -> CacheKey {
        CacheKey([String(name)], in: entity == nil ? .namingSpirits : .agentData, entity: entity, shape: shape)
    }

    private func entry(_ value: Int, cost: Int = 1, expires: Int64 = .max, generation: UInt64? = nil) -> MemoryEntry {
        MemoryEntry(
            value: value,
            cost: cost,
            expires: expires,
            staleUntil: expires,
            delta: 0,
            cell: cell,
            generation: generation ?? cell.current
        )
    }

    private func put(_ store: MemoryStore, _ key: CacheKey, _ entry: MemoryEntry) -> Bool {
        store.insert(key, entry, store.note(key, cell), now: 0)
    }

    private func value(_ store: MemoryStore, _ key: CacheKey, now: Int64 = 0) -> Int? {
        store.find(key, now: now)?.value as? Int
    }

    @Test(arguments: EvictionPolicy.allCases)
    func whatIsPutInIsFound(policy: EvictionPolicy) {
        let store = MemoryStore(limit: 1000, policy: policy)
        for index in 0..<100 { #expect(put(store, key(index), entry(index))) }
        for index in 0..<100 { #expect(value(store, key(index)) == index) }
        #expect(put(store, key(7), entry(8)))
        #expect(value(store, key(7)) == 8)
        store.remove(key(7))
        #expect(value(store, key(7)) == nil)
        #expect(store.usage.entries == 99 && store.usage.bytes == 99)
        store.clear()
        #expect(store.usage.entries == 0 && store.usage.bytes == 0)
    }

    @Test(arguments: EvictionPolicy.allCases)
    func anEntryEndsWithItsTime(policy: EvictionPolicy) {
        let store = MemoryStore(limit: 1000, policy: policy)
        #expect(put(store, key(1), entry(1, expires: 100)))
        #expect(value(store, key(1), now: 99) == 1)
        #expect(value(store, key(1), now: 100) == nil)
        #expect(store.usage.bytes == 0)
    }

    @Test(arguments: EvictionPolicy.allCases)
    func theLimitHoldsWhateverHappens(policy: EvictionPolicy) {
        let store = MemoryStore(limit: 5000, policy: policy, shards: 1)
        for round in 0..<20_000 {
            let name = key(Int.random(in: 0..<400), entity: Bool.random() ? String(round % 17) : nil)
            switch Int.random(in: 0..<10) {
            case 0..<5: _ = put(store, name, entry(round, cost: Int.random(in: 1...600)))
            case 5..<8: _ = store.find(name, now: 0)
            case 8: store.remove(name)
            default:
                if Int.random(in: 0..<50) == 0 { cell.raise() } else { store.drop(entity: "3", in: "agent_data") }
            }
            #expect(store.usage.bytes <= 5000)
        }
        store.clear()
        #expect(store.usage.bytes == 0 && store.usage.entries == 0)
    }

    @Test func whatIsLargerThanAllIsNotKept() {
        let store = MemoryStore(limit: 100, policy: .lru)
        #expect(put(store, key(1), entry(1, cost: 60)))
        #expect(!put(store, key(2), entry(2, cost: 101)))
        #expect(value(store, key(1)) == 1)
        #expect(!put(store, key(1), entry(1, cost: 101)))
        #expect(value(store, key(1)) == nil, "the old value must not outlive the new one")
    }

    @Test func theOneNotUsedForLongestLeavesFirst() {
        let store = MemoryStore(limit: 3, policy: .lru)
        for index in 0..<3 { _ = put(store, key(index), entry(index)) }
        _ = value(store, key(0))
        _ = put(store, key(3), entry(3))
        #expect([0, 1, 2, 3].map { value(store, key($0)) } == [0, nil, 2, 3])
    }

    @Test func theOneUsedLeastLeavesFirst() {
        let store = MemoryStore(limit: 3, policy: .lfu)
        for index in 0..<3 {
            _ = put(store, key(index), entry(index))
            for _ in 0..<(3 - index) { _ = value(store, key(index)) }
        }
        _ = put(store, key(3), entry(3))
        #expect(value(store, key(3)) == nil, "the newcomer was never used")
        #expect(value(store, key(0)) == 0 && value(store, key(1)) == 1 && value(store, key(2)) == 2)
    }

    /// One pass over many keys must not sweep away what is in use: LRU fails this, which is why TinyLFU exists.
    @Test func aScanDoesNotSweepAwayWhatIsInUse() {
        func hotEntriesLeft(_ policy: EvictionPolicy) -> Int {
            let store = MemoryStore(limit: 500, policy: policy)
            for round in 0..<20 {
                for index in 0..<300 where value(store, key(index)) == nil {
                    _ = put(store, key(index), entry(index))
                }
                for index in 0..<1000 { _ = put(store, key(1000 + round * 1000 + index), entry(index)) }
            }
            return (0..<300).count { value(store, key($0)) != nil }
        }
        #expect(hotEntriesLeft(.lru) == 0)
        #expect(hotEntriesLeft(.tinyLFU) > 270)
    }

    /// Keys drawn by Zipf's law: TinyLFU comes near what is possible, and above LRU.
    @Test func frequentKeysAreKept() {
        func hits(_ policy: EvictionPolicy) -> Double {
            let store = MemoryStore(limit: 200, policy: policy)
            var random = SplitMix(state: 42)
            let weights = (1...10_000).reduce(into: [0.0]) { $0.append($0[$0.count - 1] + 1 / Double($1)) }
            var found = 0
            for _ in 0..<40_000 {
                let at = Double.random(in: 0..<(weights.last ?? 1), using: &random)
                var (low, high) = (0, 10_000)
                while high - low > 1 {
                    let middle = (low + high) / 2
                    if weights[middle] <= at { low = middle } else { high = middle }
                }
                if value(store, key(low)) != nil { found += 1 } else { _ = put(store, key(low), entry(low)) }
            }
            return Double(found) / 40_000
        }
        let (tiny, lru) = (hits(.tinyLFU), hits(.lru))
        #expect(tiny > lru + 0.03, "TinyLFU \(tiny), LRU \(lru)")
        #expect(tiny > 0.5, "the 200 most frequent of 10000 make 60 %")
    }

    @Test func aRaisedGenerationDropsTheNamespaceAtOnceAndRefusesWhatIsUnderWay() {
        let store = MemoryStore(limit: 1000, policy: .lru)
        _ = put(store, key(1), entry(1))
        let note = store.note(key(2), cell)
        let late = entry(2)
        cell.raise()
        #expect(value(store, key(1)) == nil)
        #expect(!store.insert(key(2), late, note, now: 0))
        #expect(value(store, key(2)) == nil)
        #expect(put(store, key(2), entry(3)))
    }

    @Test func aDroppedEntityTakesItsEntriesAndNoOthers() {
        let store = MemoryStore(limit: 1000, policy: .tinyLFU, shards: 4)
        for index in 0..<10 {
            _ = put(store, key(index, entity: "a"), entry(index))
            _ = put(store, key(index, entity: "b"), entry(index))
        }
        let noteA = store.note(key(20, entity: "a"), cell)
        let noteB = store.note(key(20, entity: "b"), cell)
        store.drop(entity: "a", in: "agent_data")
        for index in 0..<10 {
            #expect(value(store, key(index, entity: "a")) == nil)
            #expect(value(store, key(index, entity: "b")) == index)
        }
        #expect(!store.insert(key(20, entity: "a"), entry(1), noteA, now: 0))
        #expect(store.insert(key(20, entity: "b"), entry(1), noteB, now: 0))
    }

    /// Only so many dropped entities are remembered; when they are forgotten, whatever was noted before is refused.
    @Test func forgettingDropsRefusesWhatWasNoted() {
        let store = MemoryStore(limit: 1000, policy: .lru, shards: 1)
        let note = store.note(key(1, entity: "x"), cell)
        store.drop(entity: "x", in: "agent_data")
        for index in 0..<5000 { store.drop(entity: "e\(index)", in: "agent_data") }
        #expect(!store.insert(key(1, entity: "x"), entry(1), note, now: 0))
        #expect(put(store, key(1, entity: "x"), entry(1)))
    }

    @Test func whatNobodyMayUseIsSweptAwayByNewcomers() {
        let store = MemoryStore(limit: 100_000, policy: .lru, shards: 1)
        for index in 0..<100 { _ = put(store, key(index), entry(index, expires: 10)) }
        for index in 100..<200 {
            let fresh = key(index)
            _ = store.insert(fresh, entry(index), store.note(fresh, cell), now: 20)
        }
        #expect(store.usage.entries == 100)
    }

    @Test func theSketchCountsAndFades() {
        var sketch = FrequencySketch(entries: 64, seed: 1)
        #expect(sketch.frequency(5) == 0)
        sketch.see(5)
        #expect(sketch.frequency(5) == 1)
        for _ in 0..<30 { sketch.see(5) }
        #expect(sketch.frequency(5) == 16)
        for other in 0..<2000 { sketch.see(Digest.mix(UInt64(other) &+ 99)) }
        #expect(sketch.frequency(5) < 12)
    }
}

/// Random numbers that are the same each time.
struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        return Digest.mix(state)
    }
}
