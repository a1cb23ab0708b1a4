import CacheBridge
import CacheSamples
import CacheTestKit
import Testing

/// An empty list is no more than no value: it is remembered for a short time.
@Suite struct EmptyAnswerTests {
    private static let lists = RecordFormat<[String]>(
        shape: RecordShape("List"),
        encode: { $0.joined(separator: ",").utf8.map { $0 } },
        decode: { String(decoding: $0, as: UTF8.self).split(separator: ",").map(String.init) }
    )

    private func loads(_ values: [[String]?], after time: Duration, isShared: Bool) async throws -> Int {
        let clock = ManualClock()
        let process = Process(isShared ? InProcessStore(name: "redis", clock: clock) : nil, clock: clock)
        var loads = 0
        for value in values {
            _ = try await process.cache.value(for: Self.lists.key("k", in: .namingSpirits), as: Self.lists) {
                loads += 1
                return value
            }
            clock.advance(by: time)
        }
        return loads
    }

    @Test(arguments: [false, true])
    func itEndsWithTheShortTime(_ isShared: Bool) async throws {
        #expect(try await loads([[], ["fox"]], after: .seconds(61), isShared: isShared) == 2)
        #expect(try await loads([nil, ["fox"]], after: .seconds(61), isShared: isShared) == 2)
        #expect(try await loads([[], [], []], after: .seconds(20), isShared: isShared) == 1, "and is a hit until then")
        #expect(try await loads([["fox"], []], after: .seconds(61), isShared: isShared) == 1)
    }
}
