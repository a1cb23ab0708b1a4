import CacheBridge

extension StoreConformance {
    /// The runs that fence a name; `nil` if there are none.
    private func runs(_ name: String) async throws -> [String]? {
        guard case .fenced(let mark) = TokenState(try await value(name)) else { return nil }
        return mark.owners.map(\.run)
    }

    private func replace(
        _ names: [String],
        _ run: String?,
        onlyOwnFence: Bool = false
    ) async throws -> [TokenReplacement.Outcome] {
        try await store.replace(
            replacement(names, run, try await identity(), onlyOwnFence: onlyOwnFence)
        )
    }

    private func fence(_ names: [String], _ run: String, _ lifetime: Duration = .seconds(60)) async throws -> [[UInt8]?]
    {
        try await store.fence(names, run: run, lifetime: lifetime, on: try await identity())
    }

    static let fences: [Check] = [
        Check("puts a fence in the place of tokens, and says what lay there") { it in
            let identity = try await it.identity()
            let token = FreshToken(name: it.name("t"))
            let none = it.name("none")
            _ = try await it.store.establish([token], lifetime: .seconds(60), on: identity)
            try it.expect("before", try await it.fence([token.name, none], "one") == [token.token.text, nil])
            try it.expect("fenced", try await it.runs(token.name) == ["one"])
            try it.expect("fenced without a token", try await it.runs(none) == ["one"])
            let found = try await it.store.establish([FreshToken(name: none)], lifetime: .seconds(60), on: identity)
            guard case .fenced = TokenState(found.first ?? nil) else {
                throw ConformanceFailure(what: "a token was put in a fence's place")
            }
            let write = RemoteWrite(name: it.name("v"), value: [1], lifetime: .seconds(60), tokens: [token])
            try it.expect("nothing is stored", try await it.store.store([write], on: identity) == [false])
            try it.expect("undisturbed", try await it.replace([token.name], "one") == [.undisturbed])
            let now = try await it.value(token.name)
            guard case .token(let fresh) = TokenState(now) else { throw ConformanceFailure(what: "no fresh token") }
            try it.expect("another token", fresh != token.token)
        },
        Check("keeps the fences of several runs side by side, and each takes away its own") { it in
            let name = it.name("t")
            _ = try await it.fence([name], "one")
            _ = try await it.fence([name], "two")
            try it.expect("both", try await it.runs(name) == ["one", "two"])
            try it.expect("one of them", try await it.replace([name], "one") == [.stillFenced])
            try it.expect("the other's", try await it.runs(name) == ["two"])
            let again = try await it.replace([name], "one", onlyOwnFence: true)
            try it.expect("not its own", again == [.untouched])
            let stranger = try await it.replace([name], nil)
            try it.expect("a delivery without a fence leaves it", stranger == [.stillFenced])
            try it.expect("shared, so disturbed", try await it.replace([name], "two") == [.replaced])
            try it.expect("open", try await it.runs(name) == nil)
            let untouched = try await it.replace([name], "two", onlyOwnFence: true)
            try it.expect("a token is no fence", untouched == [.untouched])
        },
        Check("moves a fence's time on when it is renewed, and lets it end by itself") { it in
            let name = it.name("t")
            _ = try await it.fence([name], "one", it.time(400))
            _ = try await it.fence([name], "two", it.time(1200))
            _ = try await it.fence([name], "one", it.time(1200))
            try await it.pass(it.time(600))
            try it.expect("both", try await it.runs(name).map(Set.init) == ["one", "two"])
            _ = try await it.fence([name], "three", it.time(2500))
            try await it.pass(it.time(900))
            try it.expect("over for two", try await it.replace([name], "three") == [.replaced])
            _ = try await it.fence([name], "four", it.time(150))
            try await it.pass(it.time(300))
            try it.expect("gone by itself", try await it.value(name) == nil)
        },
        Check("replaces tokens that are there, that are not, and several at once") { it in
            let names = [it.name("a"), it.name("b")]
            try it.expect("both", try await it.replace(names, nil) == [.replaced, .replaced])
            let first = try await it.store.values(of: names, on: nil)
            try it.expect("both again", try await it.replace(names, nil) == [.replaced, .replaced])
            let second = try await it.store.values(of: names, on: nil)
            try it.expect("all fresh", Set(first + second).count == 4 && !(first + second).contains(nil))
        },
    ]
}
