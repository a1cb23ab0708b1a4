import Foundation
import MigratorDatabase
import MigratorTestSupport
import Testing

/// The program itself, killed by SIGKILL before and after each of its outward actions: every statement that it sends,
/// every command for Redis, every write to the file.
///
/// What must hold then, and once the next process has run, is in ``MortalRun/check(_:_:)``.
@Suite(
    .serialized,
    .enabled(if: RedisServer.isThere, "MIGRATOR_TEST_REDIS names no server"),
    .enabled(if: Shim.isPossible, "needs Linux's loader and a C compiler")
)
struct ProcessDeathTests {
    private func kill(
        _ kind: CachedKind,
        reduced: Int,
        _ run: @escaping @Sendable (MortalHistory) -> MortalRun
    ) async throws {
        let shim = try await Shim()
        var actions = 0
        try await MortalBench.with(kind) { bench in
            let run = run(bench.history)
            for command in run.before { try await bench.run(command) }
            actions = try await shim.actions { environment in
                let result = try await bench.run(run.command, environment)
                #expect(result.status == 0, "\(result.errors)")
            }
        }
        #expect(actions > 20)
        var random = SeededRandom(Rounds.seed)
        var moments = (1...max(actions, 1)).flatMap { action in
            [false, true].map { Shim.Moment(action: action, isAfter: $0) }
        }
        moments.shuffle(using: &random)
        let rounds = moments.prefix(Rounds.count(reduced: reduced, full: .max)).map { moment in
            (moment, MortalRun.Restart.allCases.randomElement(using: &random) ?? .command)
        }
        try await concurrently(rounds) { moment, restart in
            try await MortalBench.with(kind) { bench in
                try await run(bench.history).check(bench, restart, "\(kind) \(moment), then \(restart)") {
                    try await bench.run($0, shim.environment(moment)).status
                }
            }
        }
    }

    @Test(.timeLimit(.minutes(60)), arguments: CachedKind.present)
    func anUpgradeThatIsKilledIsWholeNeverEarlyAndNeverLost(_ kind: CachedKind) async throws {
        try await kill(kind, reduced: 5) { .upgrade($0) }
    }

    @Test(.timeLimit(.minutes(60)), arguments: CachedKind.present)
    func noReaderIsGivenWhatAKilledUpgradeMadeStale(_ kind: CachedKind) async throws {
        try await kill(kind, reduced: 3) { .upgradeOfMany($0) }
    }

    @Test(.timeLimit(.minutes(60)), arguments: CachedKind.present)
    func aDowngradeThatIsKilledIsWholeAndTold(_ kind: CachedKind) async throws {
        try await kill(kind, reduced: 3) { .downgrade($0) }
    }

    @Test(.timeLimit(.minutes(60)), arguments: CachedKind.present)
    func aStampThatIsKilledIsWholeAndTold(_ kind: CachedKind) async throws {
        try await kill(kind, reduced: 2) { .stamp($0) }
    }

    /// The moment is whatever it happens to be, and one of a thousand.
    @Test(.timeLimit(.minutes(60)), arguments: CachedKind.present)
    func soIsOneThatIsKilledAtAnyTime(_ kind: CachedKind) async throws {
        var random = SeededRandom(Rounds.seed)
        let rounds = (0..<Rounds.count(reduced: 2, full: 1000)).map { round in
            let restart = MortalRun.Restart.allCases.randomElement(using: &random) ?? .command
            return (round, Int.random(in: 5_000...200_000, using: &random), restart)
        }
        try await concurrently(rounds) { round, pause, restart in
            try await MortalBench.with(kind) { bench in
                let when = "\(kind) round \(round), \(pause) µs, then \(restart)"
                try await MortalRun.upgrade(bench.history).check(bench, restart, when) {
                    try await bench.runAndKill($0, after: .microseconds(pause))
                }
            }
        }
    }

    /// Two start together, and one of them is killed: the other does the rest, and tells of what the first has done.
    @Test(.timeLimit(.minutes(60)), arguments: CachedKind.present)
    func theOtherOfTwoDeliversForOneThatIsKilled(_ kind: CachedKind) async throws {
        let shim = try await Shim()
        var random = SeededRandom(Rounds.seed)
        let rounds = (0..<Rounds.count(reduced: 3, full: 200)).map { round in
            (round, Shim.Moment(action: Int.random(in: 5...80, using: &random), isAfter: random.chance(50)))
        }
        try await concurrently(rounds) { round, moment in
            try await MortalBench.with(kind) { bench in
                let when = "\(kind) round \(round), one killed \(moment)"
                try await MortalRun.upgrade(bench.history).check(bench, .none, when) { command in
                    async let survivor = bench.run(command)
                    let status = try await bench.run(command, shim.environment(moment)).status
                    let result = try await survivor
                    #expect(result.status == 0, "\(when): \(result.errors)")
                    return status
                }
            }
        }
    }
}
