import Migrator
import MigratorDatabase
import MigratorService
import MigratorTestSupport
import Testing

/// What a start costs when there is nothing to do.
struct StartTests {
    typealias Kind = ServiceBench.Kind

    /// The shortest of several times: what others do on the machine is not the start's.
    private func shortest(_ body: () async throws -> Void) async throws -> Duration {
        var shortest = Duration.seconds(3600)
        for _ in 0..<20 {
            let began = ContinuousClock.now
            try await body()
            shortest = min(shortest, ContinuousClock.now - began)
        }
        return shortest
    }

    @Test(arguments: Kind.there)
    func aStartWithNothingToDoCostsLittleMoreThanTheConnection(_ kind: Kind) async throws {
        try await ServiceBench.with(kind) { bench in
            try await bench.migrator().upgrade()
            let opening = try await shortest {
                let connection = try await bench.connect()
                _ = try await connection.query("SELECT 1")
                await connection.close()
            }
            let upgrading = try await shortest { try await bench.migrator().upgrade() }
            let starting = try await shortest {
                let service = bench.service(try bench.migrator())
                let run = Task { try await service.run() }
                try await service.waitUntilReady()
                run.cancel()
            }
            print("\(kind): opening \(opening), upgrading \(upgrading), until ready \(starting)")
            // 10 ms on a machine that does nothing else; here others run beside.
            #expect(upgrading - opening < .milliseconds(100))
            #expect(starting - opening < .milliseconds(100))
        }
    }
}
