import CacheBridge

extension StoreConformance {
    static let looking: [Check] = [
        Check("lists what begins with a text, page after page, each with its size, its time and its beginning") { it in
            // Special characters of patterns count as plain text here.
            let prefix = it.name("p*[a]?\\")
            let values = (0..<1200).map { index in
                (
                    name: "\(prefix)\(index)",
                    value: [UInt8](repeating: UInt8(truncatingIfNeeded: index), count: index % 40)
                )
            }
            let others = ["pX", "p*[a]?", "q"].map { (name: it.name($0), value: [UInt8(1)]) }
            try await it.store.storeContent(values + others, lifetime: .seconds(600))
            let found = try await it.all(under: prefix, head: 8)
            try it.expect("all of them and no other", Set(found.map(\.name)) == Set(values.map(\.name)))
            for entry in found {
                let value = values.first { $0.name == entry.name }?.value ?? []
                try it.expect("the size of \(entry.name)", entry.bytes == value.count)
                try it.expect("the beginning of \(entry.name)", entry.head == Array(value.prefix(8)))
                let left = entry.remaining ?? .zero
                try it.expect("the time of \(entry.name)", left > .zero && left <= .seconds(600))
            }
            try it.expect("nothing under nothing", try await it.all(under: it.name("none"), head: 8).isEmpty)
        },
        Check("lists no more what its time is over for, nor what is no string") { it in
            let (short, long) = (it.name("short"), it.name("shorter"))
            try await it.store.storeContent([(short, [1])], lifetime: it.time(100))
            try await it.store.storeContent([(long, [2])], lifetime: .seconds(60))
            _ = try await it.store.beat(it.name("short-lived"), member: "m", window: .seconds(60))
            try await it.pass(it.time(150))
            try it.expect("what is left", try await it.all(under: short, head: 1).map(\.name) == [long])
        },
        Check("adds up counters, those of each name for themselves") { it in
            let (one, two) = (it.name("c1"), it.name("c2"))
            let growth = [
                CounterGrowth(name: one, counters: ["a": 2, "b.c": 40]), CounterGrowth(name: two, counters: ["a": 1]),
            ]
            for _ in 0..<3 { try await it.store.count(growth, lifetime: .seconds(60)) }
            try await it.store.count([CounterGrowth(name: one, counters: ["a": -1])], lifetime: .seconds(60))
            try await it.store.count([], lifetime: .seconds(60))
            let found = try await it.store.counters(of: [two, it.name("none"), one])
            try it.expect("sums", found == [["a": 3], [:], ["a": 5, "b.c": 120]])
            try it.expect("nothing for nothing", try await it.store.counters(of: []).isEmpty)
        },
        Check("loses no counting of many at once") { it in
            let name = it.name("busy")
            let store = it.store
            try await withThrowingTaskGroup(of: Void.self) { tasks in
                for _ in 0..<8 {
                    tasks.addTask {
                        for _ in 0..<25 {
                            let growth = [CounterGrowth(name: name, counters: ["n": 1])]
                            try await store.count(growth, lifetime: .seconds(60))
                        }
                    }
                }
                try await tasks.waitForAll()
            }
            try it.expect("200", try await store.counters(of: [name]) == [["n": 200]])
        },
    ]

    /// All pages, each name once.
    private func all(under prefix: String, head: Int) async throws -> [RemotePage.Entry] {
        var entries: [String: RemotePage.Entry] = [:]
        var cursor: RemotePage.Cursor?
        repeat {
            let page = try await store.page(of: prefix, after: cursor, head: head)
            for entry in page.entries { entries[entry.name] = entry }
            cursor = page.next
        } while cursor != nil
        return Array(entries.values)
    }
}
