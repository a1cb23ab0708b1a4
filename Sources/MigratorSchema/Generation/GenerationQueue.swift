/// Numbers that wait for one another, given out in the order of the numbers as far as that can be.
///
/// Each waits for some others, and softly for more: where only those hold all up, they do not count, and where the
/// others do, the first that is left comes. It takes little more than a step for each number and each wait.
struct GenerationQueue {
    private var waits: [Int]
    private var softWaits: [Int]
    private var waiters: [[Int]]
    private var softWaiters: [[Int]]
    private var isGone: [Bool]
    /// What waits for nothing.
    private var free = NumberHeap()
    /// What waits only softly, and what did.
    private var half = NumberHeap()
    /// The first that may be left.
    private var first = 0

    /// - Parameters:
    ///   - waits: What each number waits for.
    ///   - soft: What numbers wait for softly.
    init(_ waits: [Set<Int>], _ soft: [Int: Set<Int>]) {
        self.waits = waits.map(\.count)
        softWaits = Array(repeating: 0, count: waits.count)
        waiters = Array(repeating: [], count: waits.count)
        softWaiters = waiters
        isGone = Array(repeating: false, count: waits.count)
        for (number, others) in waits.enumerated() { for other in others { waiters[other].append(number) } }
        for (number, others) in soft {
            softWaits[number] = others.count
            for other in others { softWaiters[other].append(number) }
        }
        for number in waits.indices { note(number) }
    }

    private mutating func note(_ number: Int) {
        guard waits[number] == 0, !isGone[number] else { return }
        if softWaits[number] == 0 { free.insert(number) } else { half.insert(number) }
    }

    /// The next number; `nil` after the last.
    mutating func next() -> Int? {
        guard let number = pop() else { return nil }
        isGone[number] = true
        for other in waiters[number] {
            waits[other] -= 1
            note(other)
        }
        for other in softWaiters[number] {
            softWaits[other] -= 1
            note(other)
        }
        return number
    }

    private mutating func pop() -> Int? {
        while let number = free.removeLeast() { if !isGone[number] { return number } }
        while let number = half.removeLeast() { if !isGone[number] { return number } }
        while first < isGone.count, isGone[first] { first += 1 }
        return first < isGone.count ? first : nil
    }
}

/// Numbers of which the least comes first.
private struct NumberHeap {
    private var numbers: [Int] = []

    mutating func insert(_ number: Int) {
        numbers.append(number)
        var index = numbers.count - 1
        while index > 0, numbers[index] < numbers[(index - 1) / 2] {
            numbers.swapAt(index, (index - 1) / 2)
            index = (index - 1) / 2
        }
    }

    mutating func removeLeast() -> Int? {
        guard let least = numbers.first, let last = numbers.popLast() else { return nil }
        guard !numbers.isEmpty else { return least }
        numbers[0] = last
        var index = 0
        while true {
            let children = [2 * index + 1, 2 * index + 2].filter { $0 < numbers.count }
            guard let child = children.min(by: { numbers[$0] < numbers[$1] }), numbers[child] < numbers[index] else {
                return least
            }
            numbers.swapAt(index, child)
            index = child
        }
    }
}
