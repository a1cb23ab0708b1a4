import CacheBridge
import CacheSamples
import CacheTestKit
import Foundation
import Migrator
import MigratorDatabase
import MigratorService
import MigratorTestSupport
import Testing

/// What an operator sees of a program's caches.
struct SeenFromOutsideTests {
    typealias Kind = ServiceBench.Kind

    @Test(arguments: Kind.there, [CacheError.Code.connectionRefused, .timedOut, .authenticationFailed])
    func aStoreThatIsAwayIsAProblemThoughNothingWaits(_ kind: Kind, _ code: CacheError.Code) async throws {
        try await ServiceBench.with(kind) { bench in
            let caches = bench.caches()
            let service = bench.service(try bench.migrator(with: caches), .migrate(), caches)
            try await running([service, caches]) {
                try await service.waitUntilReady()
                try await poll { service.readiness.problem == nil }
                bench.store.fail(CacheError(code, "it is not there"))
                try await poll(for: "a problem") {
                    service.readiness.problem?.hasPrefix("redis does not answer, which is tried again") == true
                }
                #expect(service.readiness.isReady)
                #expect(service.readiness.eventsWaiting.isEmpty)
                bench.store.fail(nil)
                try await poll(for: "no problem") { service.readiness.problem == nil }
            }
        }
    }

    /// A database of another name has another cache, and the figures go on.
    @Test(arguments: Kind.there)
    func countersNeverFall(_ kind: Kind) async throws {
        try await ServiceBench.with(kind) { bench in
            let caches = bench.caches()
            let service = bench.service(try bench.migrator(with: caches), .migrate(), caches)
            try await running([service, caches]) {
                try await service.waitUntilReady()
                var before = caches.statistics
                for round in 1...3 {
                    let cache = try #require(caches.cache)
                    let format = RecordFormat<String>(
                        shape: RecordShape("Text"),
                        encode: { Array($0.utf8) },
                        decode: { String(decoding: $0, as: UTF8.self) }
                    )
                    for name in ["a", "b", "a"] {
                        _ = try await cache.value(for: format.key(name, in: .namingSpirits), as: format) { "value" }
                    }
                    try await bench.execute("UPDATE migrator_identity SET id = '\(UUID().uuidString.lowercased())'")
                    try await poll(for: "another cache") { caches.cache !== cache }
                    let now = caches.statistics
                    let (old, new) = (before.namespaces["naming_spirits"], now.namespaces["naming_spirits"])
                    #expect(new?.loads ?? 0 >= (old?.loads ?? 0) + 2, "round \(round)")
                    #expect(new?.misses ?? 0 >= old?.misses ?? 0)
                    #expect(new?.entries["memory"] ?? 0 == 0, "what the old one held is let go")
                    #expect(now.processes == 1)
                    before = now
                }
            }
        }
    }
}
