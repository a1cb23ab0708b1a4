import MigratorTestSupport
import Testing

@testable import MigratorSchema

/// The order of numbers that wait for one another.
struct GenerationQueueTests {
    private func order(_ waits: [Set<Int>], _ soft: [Int: Set<Int>]) -> [Int] {
        var queue = GenerationQueue(waits, soft)
        var order: [Int] = []
        while let number = queue.next() { order.append(number) }
        return order
    }

    /// By a search for each number, as the rule says it.
    private func searched(_ waits: [Set<Int>], _ soft: [Int: Set<Int>]) -> [Int] {
        var left = Array(waits.indices)
        var order: [Int] = []
        while !left.isEmpty {
            func isFree(_ number: Int, softly: Bool) -> Bool {
                waits[number].isSubset(of: order) && (!softly || (soft[number] ?? []).isSubset(of: order))
            }
            let next =
                left.firstIndex { isFree($0, softly: true) } ?? left.firstIndex { isFree($0, softly: false) } ?? 0
            order.append(left.remove(at: next))
        }
        return order
    }

    @Test func whatWaitsForNothingComesInOrderAndCirclesAreCut() {
        #expect(order([[], [], []], [:]) == [0, 1, 2])
        #expect(order([[2], [], []], [:]) == [1, 2, 0])
        #expect(order([[], []], [0: [1], 1: [0]]) == [0, 1])
        #expect(order([[1], [0], []], [:]) == [2, 0, 1])
    }

    @Test func itIsTheOrderThatASearchFinds() {
        var random = SeededRandom(Rounds.seed)
        for _ in 0..<Rounds.count(reduced: 500, full: 20_000) {
            let count = Int.random(in: 2...12, using: &random)
            var waits = Array(repeating: Set<Int>(), count: count)
            var soft: [Int: Set<Int>] = [:]
            for _ in 0..<Int.random(in: 0...2 * count, using: &random) {
                let number = Int.random(in: 0..<count, using: &random)
                let other = Int.random(in: 0..<count, using: &random)
                guard number != other else { continue }
                if random.chance(50) { waits[number].insert(other) } else { soft[number, default: []].insert(other) }
            }
            #expect(order(waits, soft) == searched(waits, soft), "\(waits) \(soft)")
        }
    }

    /// A search for each number would look at 50 million pairs.
    @Test(.timeLimit(.minutes(1)))
    func tenThousandTablesAreOrdered() {
        let count = 10_000
        let soft = Dictionary(
            uniqueKeysWithValues: (1..<count).map { number in
                (number, Set([number / 2, number / 3, number - 1]).subtracting([number]))
            }
        )
        #expect(order(Array(repeating: [], count: count), soft) == Array(0..<count))
        let backwards = (0..<count).map { number -> Set<Int> in number + 1 < count ? [number + 1] : [] }
        #expect(order(backwards, [:]) == Array((0..<count).reversed()))
    }
}
