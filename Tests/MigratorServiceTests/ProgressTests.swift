import MigrationDSL
import Migrator
import MigratorTestSupport
import Testing

/// Runs whose progress is followed, and runs that are only planned.
struct ProgressTests {
    typealias Kind = ServiceBench.Kind

    private func word(_ event: RunEvent) -> String? {
        switch event {
        case .planned(let steps): "planned \(steps)"
        case .stepBegan(let revision, _, _, _, _): "began \(revision)"
        case .stepFinished(let step): "finished \(step.revision)"
        default: nil
        }
    }

    @Test(arguments: Kind.there)
    func aRunIsASequenceOfItsEventsAndThenAReport(_ kind: Kind) async throws {
        try await ServiceBench.with(kind) { bench in
            let run = try bench.migrator().upgrading()
            var words: [String] = []
            for await event in run { if let word = word(event) { words.append(word) } }
            #expect(words == ["planned 2", "began make", "finished make", "began fill", "finished fill"])
            #expect(try await run.report.heads == ["fill"])
            // Nobody has to follow it.
            #expect(try await bench.migrator().downgrading(to: "base").report.steps.count == 2)
        }
    }

    @Test(arguments: Kind.there)
    func aRunThatFailsEndsTheSequence(_ kind: Kind) async throws {
        try await ServiceBench.with(kind) { bench in
            let run = try bench.migrator().upgrading(to: "nowhere")
            for await event in run { Issue.record("\(event)") }
            await #expect(throws: MigratorError.self) { try await run.report }
        }
    }

    @Test(arguments: Kind.there)
    func whoIsCancelledWhileFollowingCancelsTheRun(_ kind: Kind) async throws {
        try await ServiceBench.with(kind) { bench in
            let types = ServiceBench.two + [ServiceBench.Linger.self]
            let (run, gate) = (try bench.migrator(types).upgrading(), Gate())
            let following = Task {
                for await event in run {
                    if case .stepBegan("linger", _, _, _, _) = event { gate.open() }
                }
            }
            await gate.pass()
            following.cancel()
            await following.value
            await #expect(throws: CancellationError.self) { try await run.report }
            #expect(try await bench.migrator(types).current().rows == ["fill"])
        }
    }

    @Test(arguments: Kind.there)
    func aPlanSaysWhatARunWouldDoAndDoesNothing(_ kind: Kind) async throws {
        try await ServiceBench.with(kind) { bench in
            let migrator = try bench.migrator()
            let plan = try await migrator.plan()
            #expect(plan.isDryRun && plan.steps.map(\.revision) == ["make", "fill"])
            #expect(plan.steps.first?.sql?.first?.contains("CREATE TABLE") == true)
            #expect(try await migrator.current().rows.isEmpty)
            try await migrator.upgrade()
            #expect(try await migrator.plan().steps.isEmpty)
            #expect(try await migrator.plan(.downgrade, to: "base").steps.map(\.revision) == ["fill", "make"])
        }
    }
}
