/// Puts a reply together from its parts, in the order in which they come, within bounds.
final class RedisReplyBuilder {
    /// The size that is counted for a number, a null or the shell of an array.
    static let elementSize = 16

    private struct Open {
        var elements: [RedisValue]
        var missing: Int
    }

    private let maximumSize: Int
    private let maximumElements: Int
    private var open: [Open] = []
    private var size = 0
    private var elements = 0
    private var whole: RedisValue?
    /// Why the reply was refused.
    private(set) var refusal: RedisError?

    init(maximumSize: Int, maximumElements: Int) {
        self.maximumSize = maximumSize
        self.maximumElements = maximumElements
    }

    /// Hands over the reply that is whole, and begins the next.
    func take() -> RedisValue? {
        defer {
            whole = nil
            size = 0
            elements = 0
        }
        return open.isEmpty ? whole : nil
    }

    /// Refuses the reply; always `false`.
    @discardableResult
    func refuse(_ reason: String) -> Bool {
        refusal = refusal ?? .wrongReply(reason)
        return false
    }

    func checkSize(adding count: Int) -> Bool {
        guard count <= maximumSize - size else {
            return refuse("it is larger than the \(maximumSize) bytes that are allowed")
        }
        return true
    }

    /// Takes in a value that holds no others; returns whether it fits.
    func add(_ value: RedisValue, size count: Int) -> Bool {
        guard checkSize(adding: count + Self.elementSize) else { return false }
        size += count + Self.elementSize
        close(with: value)
        return true
    }

    /// Takes in the beginning of an array; returns whether it fits.
    func beginArray(_ count: Int) -> Bool {
        guard count >= 0, count <= maximumElements - elements else {
            return refuse("its arrays have more than the \(maximumElements) elements that are allowed")
        }
        elements += count
        guard count > 0 else { return add(.array([]), size: 0) }
        guard checkSize(adding: Self.elementSize) else { return false }
        size += Self.elementSize
        var elements: [RedisValue] = []
        // The announced elements may never come.
        elements.reserveCapacity(min(count, 1024))
        open.append(Open(elements: elements, missing: count))
        return true
    }

    private func close(with value: RedisValue) {
        var value = value
        while let last = open.indices.last {
            open[last].elements.append(value)
            open[last].missing -= 1
            guard open[last].missing == 0 else { return }
            value = .array(open.removeLast().elements)
        }
        whole = value
    }
}
