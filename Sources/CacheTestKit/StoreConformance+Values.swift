import CacheBridge

extension StoreConformance {
    static let values: [Check] = [
        Check("says who it is, the same each time") { it in
            let identity = try await it.identity()
            try it.expect("a primary", identity.isPrimary)
            try it.expect("ids", !identity.runID.isEmpty && !identity.replicationID.isEmpty)
            try it.expect("the same again", try await it.identity() == identity)
        },
        Check("gives values of any bytes in the order of their names") { it in
            let bytes = (0...255).map { UInt8($0) }
            let (a, b, none) = (it.name("a"), it.name("b"), it.name("none"))
            try await it.store.storeContent([(a, bytes), (b, [])], lifetime: .seconds(60))
            let found = try await it.store.values(of: [b, none, a, b], on: nil)
            try it.expect("order, bytes and absence", found == [[], nil, bytes, []])
            try it.expect("nothing for nothing", try await it.store.values(of: [], on: nil).isEmpty)
            try await it.store.remove([a, none])
            try it.expect("what was removed", try await it.value(a) == nil)
            try await it.store.remove([])
        },
        Check("forgets content after its time") { it in
            let name = it.name("v")
            try await it.store.storeContent([(name, [1])], lifetime: it.time(150))
            try it.expect("there before", try await it.value(name) != nil)
            try await it.pass(it.time(200))
            try it.expect("not there after", try await it.value(name) == nil)
        },
        Check("makes tokens where there are none, and leaves those that are there") { it in
            let identity = try await it.identity()
            let (one, two) = (FreshToken(name: it.name("t1")), FreshToken(name: it.name("t2")))
            let first = try await it.store.establish([one], lifetime: it.time(500), on: identity)
            try it.expect("the fresh one", first == [one.token.text])
            let again = [FreshToken(name: one.name), two]
            let second = try await it.store.establish(again, lifetime: it.time(500), on: identity)
            try it.expect("the old one and a fresh one", second == [one.token.text, two.token.text])
            try await it.pass(it.time(700))
            try it.expect(
                "tokens end",
                try await it.store.values(of: [one.name, two.name], on: identity) == [nil, nil]
            )
        },
        Check("lends a lock to one at a time, which gives back no other's") { it in
            let name = it.name("lock")
            let (one, two) = (Token(), Token())
            let store = it.store
            try it.expect("it was free", try await store.acquire(name, owner: one, lifetime: it.time(400)))
            try it.expect("it is taken", try await !store.acquire(name, owner: two, lifetime: .seconds(9)))
            try await store.release(name, owner: two)
            try it.expect("another's release", try await !store.acquire(name, owner: two, lifetime: .seconds(9)))
            try await store.release(name, owner: one)
            try it.expect("given back", try await store.acquire(name, owner: two, lifetime: it.time(150)))
            try await it.pass(it.time(250))
            try it.expect("its time was over", try await store.acquire(name, owner: one, lifetime: .seconds(9)))
        },
    ]
}
