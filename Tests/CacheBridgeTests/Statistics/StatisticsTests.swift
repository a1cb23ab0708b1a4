import CacheBridge
import CacheTestKit
import Foundation
import Testing

@Suite struct StatisticsTests {
    @Test func percentilesAreRightToAnEighth() {
        var histogram = LatencyHistogram()
        for value in 1...10_000 { histogram.record(Int64(value)) }
        for (part, exact) in [(0.5, 5000.0), (0.99, 9900.0), (1.0, 10_000.0), (0.001, 10.0)] {
            let found = Double(histogram.percentile(part) ?? 0)
            #expect(found >= exact && found <= exact * 1.125, "\(part): \(found)")
        }
        #expect(LatencyHistogram().percentile(0.5) == nil)
        histogram.record(.max)
        #expect(histogram.percentile(1) == .max)
    }

    @Test func bucketsFollowEachOtherWithoutGaps() {
        for bucket in 1..<480 {
            let bound = LatencyHistogram.upperBound(bucket - 1)
            #expect(LatencyHistogram.bucket(bound) == bucket - 1)
            if bound < .max { #expect(LatencyHistogram.bucket(bound + 1) == bucket) }
        }
    }

    @Test func figuresOfProcessesAddUpAndTravelAsJSON() async throws {
        let store = InProcessStore()
        let clock = ManualClock()
        var sum: CacheStatistics?
        for _ in 0..<2 {
            let process = Process(store, clock: clock)
            for index in 0..<5 { _ = try await process.read(Source(), "\(index)") }
            let data = try JSONEncoder().encode(process.cache.statistics)
            let figures = try JSONDecoder().decode(CacheStatistics.self, from: data)
            #expect(figures == process.cache.statistics)
            sum?.merge(figures)
            if sum == nil { sum = figures }
        }
        let figures = try #require(sum?.namespaces["naming_spirits"])
        #expect(sum?.processes == 2 && figures.misses == 5 && figures.loads == 5 && figures.hits == ["remote": 5])
        #expect(figures.hitRatio == 0.5 && figures.loadTime.count == 5 && figures.latency["remote"]?.count == 5)
        #expect(figures.bytesRead == figures.bytesWritten && figures.bytesRead > 0)
    }

    @Test func aHitInMemoryIsCountedAndOneIn64IsTimed() async throws {
        let process = Process()
        for _ in 0..<641 { _ = try await process.read(Source()) }
        #expect(process.figures().hits == ["memory": 640])
        #expect(process.figures().latency["memory"]?.count == 10)
        #expect(process.cache.statistics.memoryEntries == 1)
    }
}
