import CacheBridge
import Logging
import MigrationDSL
import Migrator
import MigratorDatabase
@testable import MigratorService
import MigratorTestSupport
import ServiceLifecycle
import Synchronization
import Testing

/// What a program does about a database that is not where its revisions are.
struct PolicyTests {
    typealias Kind = ServiceBench.Kind

    @Test(arguments: Kind.there)
    func oneThatMigratesIsReadyAtItsTarget(_ kind: Kind) async throws {
        try await ServiceBench.with(kind) { bench in
            let caches = bench.caches()
            let service = bench.service(try bench.migrator(with: caches), .migrate(), caches)
            #expect(service.readiness.state == .starting && !service.readiness.isReady)
            let states = Gathered<Readiness>()
            let following = Task { for await readiness in service.changes() { states.add(readiness) } }
            try await running([service]) {
                try await service.waitUntilReady()
                #expect(caches.cache?.configuration.fingerprint == service.readiness.fingerprint)
                #expect(try await bench.delivered() == ["delivered", "delivered"])
            }
            await following.value
            let seen = states.all.map(\.state)
            #expect(seen.first == .starting)
            let steps: [Readiness.State] = [
                .migrating(revision: "make", step: 1, of: 2), .migrating(revision: "fill", step: 2, of: 2), .ready,
                .stopped,
            ]
            #expect(seen.filter(steps.contains) == steps)
            #expect(try await bench.migrator().current().isAtHead)
        }
    }

    @Test(arguments: Kind.there)
    func oneThatMigratesToAnEarlierTargetIsReadyThere(_ kind: Kind) async throws {
        try await ServiceBench.with(kind) { bench in
            let service = bench.service(try bench.migrator(), .migrate(to: "make"))
            try await running([service]) {
                try await service.waitUntilReady()
                #expect(service.readiness.state == .ready)
                // Somebody takes it back: it goes on, and says so.
                try await bench.migrator().downgrade(to: "base")
                try await poll { service.readiness.state == .behind(pending: ["make", "fill"], unknown: []) }
                #expect(service.readiness.isReady)
            }
        }
    }

    @Test(arguments: Kind.there)
    func oneThatWaitsIsReadyWhenAnotherHasMigrated(_ kind: Kind) async throws {
        try await ServiceBench.with(kind) { bench in
            let service = bench.service(try bench.migrator(), .wait(upTo: .seconds(600)))
            try await running([service]) {
                try await poll { service.readiness.state == .waitingForOthers(pending: 2) }
                try await bench.migrator().upgrade(to: "make")
                try await poll { service.readiness.state == .waitingForOthers(pending: 1) }
                #expect(!service.readiness.isReady)
                try await bench.migrator().upgrade()
                try await service.waitUntilReady()
            }
        }
    }

    @Test(arguments: Kind.there)
    func oneThatWaitsInVainFails(_ kind: Kind) async throws {
        try await ServiceBench.with(kind) { bench in
            let service = bench.service(try bench.migrator(), .wait(upTo: .milliseconds(100)))
            let error = await #expect(throws: MigratorError.self) { try await service.run() }
            #expect(error?.code == .behind)
            #expect(error?.message.contains("migrator upgrade head") == true)
            guard case .failed = service.readiness.state else {
                Issue.record("\(service.readiness)")
                return
            }
            await #expect(throws: MigratorError.self) { try await service.waitUntilReady() }
        }
    }

    @Test(arguments: Kind.there)
    func oneThatVerifiesGoesOnAndReports(_ kind: Kind) async throws {
        try await ServiceBench.with(kind) { bench in
            let service = bench.service(try bench.migrator(), .verify)
            try await running([service]) {
                try await service.waitUntilReady()
                #expect(service.readiness.state == .behind(pending: ["make", "fill"], unknown: []))
                #expect(service.readiness.description == "the database lacks 2 revisions: make, fill")
                // It changes nothing.
                #expect(try await bench.migrator().current().rows.isEmpty)
                try await bench.migrator().upgrade()
                try await poll { service.readiness.state == .ready }
            }
        }
    }

    @Test(arguments: Kind.there)
    func oneThatRefusesDoesNotStart(_ kind: Kind) async throws {
        try await ServiceBench.with(kind) { bench in
            try await bench.migrator().upgrade(to: "make")
            let service = bench.service(try bench.migrator(), .refuse)
            let error = await #expect(throws: MigratorError.self) { try await service.run() }
            #expect(error?.message == "the database lacks 1 revision: fill; run 'migrator upgrade head' first")
            try await bench.migrator().upgrade()
            let next = bench.service(try bench.migrator(), .refuse)
            try await running([next]) { try await next.waitUntilReady() }
        }
    }

    @Test(arguments: Kind.there)
    func aDatabaseOfANewerProgramIsNamed(_ kind: Kind) async throws {
        try await ServiceBench.with(kind) { bench in
            try await bench.migrator().upgrade()
            let service = bench.service(try bench.migrator([ServiceBench.Make.self]), .verify)
            try await running([service]) {
                try await service.waitUntilReady()
                #expect(service.readiness.description.contains("at fill, which no revision of this program explains"))
            }
        }
    }

    /// Nobody is waited for who has been already.
    @Test(arguments: Kind.there)
    func oneThatWaitsSaysThatTheDatabaseIsANewerPrograms(_ kind: Kind) async throws {
        try await ServiceBench.with(kind) { bench in
            try await bench.migrator().upgrade()
            let old: [any Revision.Type] = [ServiceBench.Make.self]
            let service = bench.service(try bench.migrator(old), .wait(upTo: .seconds(600)))
            try await running([service]) {
                try await poll { service.readiness.state == .ahead(unknown: ["fill"]) }
                #expect(!service.readiness.isReady)
                #expect(service.readiness.description.hasPrefix("a newer program has probably migrated the database"))
                #expect(!service.readiness.description.contains("somebody else"))
                // It may be taken back.
                try await bench.migrator().downgrade(to: "make")
                try await service.waitUntilReady()
            }
        }
    }

    @Test func whoGivesUpSaysWhy() {
        var readiness = Readiness()
        readiness.state = .ahead(unknown: ["fill"])
        let ahead = MigrationService.late(readiness, after: .seconds(60))
        #expect(ahead.code == .behind && ahead.message.hasPrefix("a newer program has probably"), "\(ahead)")
        #expect(
            ahead.message.hasSuffix("still after 60 s; start a program that has it, or downgrade with that one first")
        )
        readiness.state = .waitingForOthers(pending: 2)
        let behind = MigrationService.late(readiness, after: .seconds(60))
        #expect(behind.message.hasPrefix("after 60 s the database is still not at its head"), "\(behind)")
        #expect(behind.message.contains("run 'migrator upgrade head'"))
    }

    @Test(arguments: Kind.there)
    func oneThatMigratesSaysSoToo(_ kind: Kind) async throws {
        try await ServiceBench.with(kind) { bench in
            try await bench.migrator().upgrade()
            for policy in [StartPolicy.migrate(), .refuse] {
                let service = bench.service(try bench.migrator([ServiceBench.Make.self]), policy)
                let error = await #expect(throws: MigratorError.self) { try await service.run() }
                #expect(error?.message.hasPrefix("a newer program has probably") == true, "\(error?.message ?? "")")
                #expect(error?.message.contains("purge") == false)
            }
        }
    }

    // MARK: A database that is not there yet

    /// Refuses so often, then connects.
    private static func absent(_ times: Int, _ bench: ServiceBench, _ error: any Error) -> MigrationEngine.Connect {
        let left = Mutex(times)
        return {
            let isAbsent = left.withLock { left in
                defer { left -= 1 }
                return left > 0
            }
            if isAbsent { throw error }
            return try await bench.connect()
        }
    }

    @Test(
        arguments: [
            DatabaseFailure(.cannotOpen, "connection refused"),
            DatabaseFailure(.connectionLost, "starting up", sqlState: "57P03"),
            MigratorError(.databaseUnreachable, "away", cause: DatabaseFailure(.cannotOpen, "away")),
        ] as [any Error]
    )
    func everyPolicyButRefuseWaitsForIt(_ error: any Error) async throws {
        try await ServiceBench.with(.sqlite) { bench in
            for policy in [StartPolicy.migrate(), .wait(upTo: .seconds(600)), .verify] {
                let migrator = try bench.migrator(connect: Self.absent(3, bench, error))
                let service = bench.service(migrator, policy)
                let problems = Gathered<String>()
                let following = Task {
                    for await readiness in service.changes() {
                        #expect(readiness.problem == nil || !readiness.isReady)
                        if let problem = readiness.problem { problems.add(problem) }
                    }
                }
                try await running([service]) { try await service.waitUntilReady() }
                await following.value
                #expect(problems.all.first?.contains("the database cannot be asked") == true)
            }
            let service = bench.service(try bench.migrator(connect: Self.absent(3, bench, error)), .refuse)
            await #expect(throws: (any Error).self) { try await service.run() }
        }
    }

    @Test func whoIsTurnedAwayDoesNotWait() async throws {
        try await ServiceBench.with(.sqlite) { bench in
            let denied = DatabaseFailure(.authenticationFailed, "password authentication failed")
            let service = bench.service(try bench.migrator(connect: Self.absent(.max, bench, denied)), .migrate())
            let error = await #expect(throws: DatabaseFailure.self) { try await service.run() }
            #expect(error?.code == .authenticationFailed)
        }
    }

    /// A password does not become right while it is waited for, whatever the program waits for else.
    @Test func aRefusedLoginEndsEveryPolicyAtOnce() async throws {
        try await ServiceBench.with(.sqlite) { bench in
            let denied = DatabaseFailure(.authenticationFailed, "no such role", sqlState: "28000")
            let wrapped = MigratorError(.databaseUnreachable, "no such role", cause: denied)
            for policy in [StartPolicy.migrate(), .wait(upTo: .seconds(600)), .verify, .refuse] {
                let service = bench.service(try bench.migrator(connect: Self.absent(.max, bench, wrapped)), policy)
                await #expect(throws: MigratorError.self) { try await service.run() }
            }
        }
    }

    @Test func aMissingDatabaseIsWaitedForOnlyWhereAnotherProgramMayMakeIt() async throws {
        try await ServiceBench.with(.sqlite) { bench in
            let missing = DatabaseFailure(.cannotOpen, "no such database", sqlState: "3D000")
            for policy in [StartPolicy.migrate(), .verify, .refuse] {
                let service = bench.service(try bench.migrator(connect: Self.absent(.max, bench, missing)), policy)
                await #expect(throws: DatabaseFailure.self) { try await service.run() }
            }
            try await bench.migrator().upgrade()
            let connect = Self.absent(3, bench, missing)
            let service = bench.service(try bench.migrator(connect: connect), .wait(upTo: .seconds(600)))
            try await running([service]) { try await service.waitUntilReady() }
        }
    }

    @Test func oneThatRefusesWaitsForAServerIfItIsToldTo() async throws {
        try await ServiceBench.with(.sqlite) { bench in
            try await bench.migrator().upgrade()
            let away = DatabaseFailure(.connectionLost, "starting up", sqlState: "57P03")
            let connect = ServerWait(upTo: .seconds(600)).connecting(Self.absent(3, bench, away))
            let service = bench.service(try bench.migrator(connect: connect), .refuse)
            try await running([service]) { try await service.waitUntilReady() }
        }
    }

    @Test func whoWaitsForAServerCanBeStopped() async throws {
        try await ServiceBench.with(.sqlite) { bench in
            let away = DatabaseFailure(.cannotOpen, "away")
            let service = bench.service(try bench.migrator(connect: Self.absent(.max, bench, away)), .migrate())
            let run = Task { try await service.run() }
            try await poll { service.readiness.problem != nil }
            run.cancel()
            await #expect(throws: CancellationError.self) { try await run.value }
            #expect(service.readiness.state == .stopped)
        }
    }

    @Test func aServiceGroupFailsWithAServiceThatRefuses() async throws {
        try await ServiceBench.with(.sqlite) { bench in
            let service = bench.service(try bench.migrator(), .refuse)
            let group = ServiceGroup(services: [service], logger: .init(label: "test"))
            await #expect(throws: MigratorError.self) { try await group.run() }
        }
    }
}
