import CacheBridge

extension StoreConformance {
    static let scripts: [Check] = [
        Check("stores a value only under the tokens that it was loaded under") { it in
            let identity = try await it.identity()
            let (t1, t2) = (FreshToken(name: it.name("t1")), FreshToken(name: it.name("t2")))
            _ = try await it.store.establish([t1, t2], lifetime: .seconds(60), on: identity)
            func write(_ name: String, _ tokens: [FreshToken]) -> RemoteWrite {
                RemoteWrite(name: it.name(name), value: [0, 255, 13, 10], lifetime: .seconds(60), tokens: tokens)
            }
            let stored = try await it.store.store(
                [
                    write("a", [t1, t2]), write("b", [t1, FreshToken(name: t2.name)]),
                    write("c", [FreshToken(name: it.name("never"))]), write("d", [t2]),
                ],
                on: identity
            )
            try it.expect("which of them", stored == [true, false, false, true])
            let found = try await it.store.values(of: ["a", "b", "c", "d"].map(it.name), on: identity)
            try it.expect("what is there", found == [[0, 255, 13, 10], nil, nil, [0, 255, 13, 10]])
        },
        Check("stores a value unless the order of the one there is above its own") { it in
            let identity = try await it.identity()
            let name = it.name("status")
            for (order, isNewer) in [(9, true), (10, true), (10, true), (2, false), (0x1_0000_0000, true)] {
                let stored = try await it.store.storeNewer(
                    [UInt8(truncatingIfNeeded: order)],
                    under: name,
                    order: UInt64(order),
                    lifetime: .seconds(60),
                    on: identity
                )
                try it.expect("order \(order)", stored == isNewer)
            }
            try it.expect("order and value", try await it.value(name) == Array("0000000100000000".utf8) + [0])
        },
        Check("does nothing for whoever takes it for another store") { it in
            let mine = try await it.identity()
            let others = [
                RemoteIdentity(isPrimary: true, runID: "another", replicationID: mine.replicationID),
                RemoteIdentity(isPrimary: true, runID: mine.runID, replicationID: "another"),
            ]
            let token = FreshToken(name: it.name("t"))
            _ = try await it.store.establish([token], lifetime: .seconds(60), on: mine)
            let store = it.store
            for other in others {
                try await it.refuses("values", .incarnationChanged) {
                    _ = try await store.values(of: [token.name], on: other)
                }
                try await it.refuses("establish", .incarnationChanged) {
                    let fresh = [FreshToken(name: it.name("x"))]
                    _ = try await store.establish(fresh, lifetime: .seconds(60), on: other)
                }
                try await it.refuses("store", .incarnationChanged) {
                    let write = RemoteWrite(name: it.name("x"), value: [1], lifetime: .seconds(60), tokens: [token])
                    _ = try await store.store([write], on: other)
                }
                try await it.refuses("storeNewer", .incarnationChanged) {
                    let name = it.name("x")
                    _ = try await store.storeNewer([1], under: name, order: 1, lifetime: .seconds(60), on: other)
                }
                try await it.refuses("fence", .incarnationChanged) {
                    _ = try await store.fence([token.name], run: "r", lifetime: .seconds(60), on: other)
                }
                try await it.refuses("replace", .incarnationChanged) {
                    _ = try await store.replace(it.replacement([token.name], nil, other))
                }
            }
            try it.expect("nothing came of it", try await it.value(it.name("x")) == nil)
            try it.expect("the token stays", try await it.value(token.name) == token.token.text)
        },
    ]

    func replacement(
        _ names: [String],
        _ run: String?,
        _ identity: RemoteIdentity,
        onlyOwnFence: Bool = false
    ) -> TokenReplacement {
        TokenReplacement(
            tokens: names.map { FreshToken(name: $0) },
            run: run,
            onlyOwnFence: onlyOwnFence,
            lifetime: .seconds(60),
            identity: identity
        )
    }
}
