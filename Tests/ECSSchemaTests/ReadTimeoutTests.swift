import CacheBridge
import CachedQueries
import ECSSchema
import MigratorDatabase
import MigratorOutbox
import MigratorTestSupport
import Testing

/// A database that does not answer holds up no read without end.
struct ReadTimeoutTests {
    private func database(
        _ bench: Bench,
        _ silence: Silence,
        connections: Int = 2,
        timeout: Duration = .seconds(3)
    ) -> CachedDatabase {
        CachedDatabase.ecs(
            CacheConfiguration(
                fingerprint: Fingerprint(identity: "test", place: []),
                namespaces: Namespace.ecs,
                channel: .runs
            ),
            connections: QueryPool(limit: connections) { SilentConnection(try await bench.connect(), silence) },
            readTimeout: timeout
        )
    }

    private func expectLate(_ body: () async throws -> Void) async {
        do {
            try await body()
            Issue.record("it was answered")
        } catch {
            let error = error as? DatabaseFailure
            #expect(error?.code == .timedOut)
            #expect(error?.message.contains("has not answered a read within") == true)
        }
    }

    @Test(arguments: Kind.there)
    func aReadFailsInTimeAndTheNextOneGoesOn(_ kind: Kind) async throws {
        try await Bench.on(kind) { bench in
            let silence = Silence()
            let database = database(bench, silence)
            // Before the first read nobody knows whether it is a standby: that is asked in time, too.
            silence.begin()
            await expectLate { _ = try await database.namingSpirits() }
            silence.end()
            let template = try await database.agentTemplate(spirit: "fox", style: "exo")
            #expect(template != nil)
            silence.begin()
            await expectLate { _ = try await database.namingConfig("default_style") }
            await expectLate { _ = try await database.namingComponents(ofType: "suffix") }
            silence.end()
            let config = try await database.namingConfig("default_style")
            #expect(config != nil)
        }
    }

    /// Who waits for a connection waits for the database, too.
    @Test(arguments: Kind.there)
    func manyReadsAtOnceAreLateAtOnce(_ kind: Kind) async throws {
        try await Bench.on(kind) { bench in
            let silence = Silence()
            let database = database(bench, silence, connections: 1)
            _ = try await database.namingConfig("default_style")
            silence.begin()
            let began = ContinuousClock.now
            await withTaskGroup(of: Void.self) { group in
                for number in 0..<20 {
                    group.addTask { await expectLate { _ = try await database.namingConfig("none \(number)") } }
                }
            }
            #expect(ContinuousClock.now - began < .seconds(20), "one after another it would be for ever")
            silence.end()
            #expect(try await database.namingConfig("none") == nil)
        }
    }

    @Test(arguments: Kind.there)
    func whatIsInMemoryIsReadAllTheSame(_ kind: Kind) async throws {
        try await Bench.on(kind) { bench in
            let silence = Silence()
            let database = database(bench, silence)
            let before = try await database.namingSpirits()
            silence.begin()
            #expect(try await database.namingSpirits() == before)
            silence.end()
        }
    }
}
