import Migrator
import MigratorDatabase
import MigratorService
import MigratorTestSupport
import Testing

/// What a start costs when there is nothing to do, in what it asks: times are the benchmarks' matter.
struct StartTests {
    @Test(arguments: ServiceBench.Kind.there)
    func aStartWithNothingToDoAsksOneConnectionLittle(_ kind: ServiceBench.Kind) async throws {
        try await ServiceBench.with(kind) { bench in
            try await bench.migrator().upgrade()
            let opened = Gathered<Int>()
            let statements = Gathered<String>()
            let migrator = try bench.migrator {
                opened.add(1)
                return CountingConnection(try await bench.connect()) { statements.add($0) }
            }
            try await migrator.upgrade()
            #expect(opened.all.count == 1)
            #expect(statements.all.count <= 12, "\(statements.all)")

            let (before, asked) = (opened.all.count, statements.all.count)
            let service = bench.service(migrator)
            let run = Task { try await service.run() }
            try await service.waitUntilReady()
            run.cancel()
            _ = try? await run.value
            #expect(opened.all.count - before <= 2)
            #expect(statements.all.count - asked <= 24, "\(statements.all.dropFirst(asked))")
        }
    }
}
