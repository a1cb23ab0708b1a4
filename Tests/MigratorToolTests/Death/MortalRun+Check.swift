import CacheBridge
import MigratorTestSupport
import Testing

extension MortalRun {
    /// What comes after the death.
    enum Restart: String, CaseIterable {
        /// The same command once more.
        case command
        /// An application, which only delivers, and then the command.
        case application
        /// The command where Redis is away, and then once more where it is back.
        case withoutRedis
        /// Nothing: somebody else was there to do it.
        case none

        static let allCases = [command, application, withoutRedis]
    }

    /// Lets the command die, and expects of the database, of Redis and of its readers what must hold then, and after
    /// the restart; `dying` runs the command and returns how it ended.
    func check(
        _ bench: MortalBench,
        _ restart: Restart,
        _ when: String,
        dying: ([String]) async throws -> Int32
    ) async throws {
        for command in before {
            let result = try await bench.run(command)
            #expect(result.status == 0, "\(when): \(result.errors)")
        }
        let start = try await MortalSight(bench).events.count
        if start > 0 { _ = try await bench.read() }
        try await Listener.during(bench.store, to: bench.history.prefix) { uuid in
            try await bench.withConnection { try await MortalSight.hasStep(uuid, $0) }
        } _: { listener in
            let status = try await dying(command)
            #expect([0, -9].contains(status), "\(when): \(status)")
            try await bench.awaitSessionsEnd()
            let broken = try await MortalSight(bench)
            if restart != .none {
                expectWhole(broken, bench, after: start, when)
                try await expectNeverEarly(listener, broken, when)
                // Between COMMIT and delivery there is the fence, so whatever is read now is the truth of now.
                if broken.effects.hasSpirits {
                    #expect(try await bench.read().value == broken.effects.name, "nothing stale: \(when)")
                }
            }
            try await mend(bench, restart, when)
            let mended = try await MortalSight(bench)
            expectWhole(mended, bench, after: start, "\(when), mended", isMended: true)
            #expect(mended.events.starts(with: broken.events), "the same events: \(when)")
            #expect(mended.waiting == 0, "never lost, by the database's account: \(when)")
            try await expectTold(listener, mended, from: start, when)
            #expect(try await bench.read().value == mended.effects.name, "nothing stale: \(when), mended")
            // That of a step which was never committed ends with its time; it cannot hide what is stale.
            let fences = try await bench.fences()
            #expect(fences.isDisjoint(with: mended.events), "no fence outlives delivery: \(when)")
            if fences.isEmpty { #expect(try await !bench.read().wasLoaded, "no fence outlives delivery: \(when)") }
        }
    }

    /// Version rows, journal, events and what the revisions do are all there or none.
    private func expectWhole(
        _ sight: MortalSight,
        _ bench: MortalBench,
        after start: Int,
        _ when: String,
        isMended: Bool = false
    ) {
        #expect(sight.steps == sight.events, "atomic: \(when)")
        let count = sight.events.count - start
        guard states.indices.contains(count) else {
            Issue.record("\(count) steps of \(states.count - 1): \(when)")
            return
        }
        if isMended { #expect(count == states.count - 1, "all is done: \(when)") }
        let (said, done) = states[count]
        #expect(sight.versions == (said == 0 ? [] : [bench.history.id(said - 1)]), "atomic: \(when)")
        var expected = MortalHistory.Effects(after: done)
        // Before its step is done, a statement outside of a transaction may be.
        let isOpen = bench.kind == .postgres && (done == 3 || done == 4) && !isMended
        if isOpen { expected.hasIndex = sight.effects.hasIndex }
        #expect(sight.effects == expected, "atomic: \(when)")
    }

    /// Nobody heard of what could not be seen, nor of what was rolled back.
    private func expectNeverEarly(_ listener: Listener, _ sight: MortalSight, _ when: String) async throws {
        let heard = try await listener.heard()
        let early = heard.filter { !$0.wasThere }.map(\.event)
        #expect(early.isEmpty, "never early: \(when)")
        #expect(Set(heard.map(\.event.uuid)).isSubset(of: sight.events), "silent on rollback: \(when)")
    }

    /// Every event was heard of, in the order of their numbers as far as each one's first time goes.
    private func expectTold(_ listener: Listener, _ sight: MortalSight, from start: Int, _ when: String) async throws {
        try await expectNeverEarly(listener, sight, "\(when), mended")
        let heard = try await listener.heard().map(\.event)
        #expect(Set(heard.map(\.uuid)) == Set(sight.events.dropFirst(start)), "never lost: \(when)")
        var seen: Set<String> = []
        let order = heard.filter { seen.insert($0.uuid).inserted }
        #expect(order.map(\.id) == order.map(\.id).sorted(), "in order: \(when)")
        #expect(Set(heard.map { "\($0.uuid) \($0.id)" }).count == seen.count, "the same event each time: \(when)")
    }

    private func mend(_ bench: MortalBench, _ restart: Restart, _ when: String) async throws {
        if restart == .none { return }
        if restart == .application {
            #expect(try await bench.startApplication() == 0, "the application delivers: \(when)")
            #expect(try await MortalSight(bench).waiting == 0, "the application delivers: \(when)")
        }
        if restart == .withoutRedis {
            let alone = try await bench.runAlone(command)
            #expect(alone.status == 0, "Redis is away: \(when): \(alone.errors)")
            let waiting = try await MortalSight(bench).waiting
            #expect(try alone.json()["events_pending"] as? Int == waiting, "it says what waits: \(when)")
        }
        let result = try await bench.run(command)
        #expect(result.status == 0, "\(when): \(result.errors)")
        #expect(try result.json()["events_pending"] as? Int == 0, "nothing waits: \(when)")
    }
}
