import Logging
import Synchronization

/// Values that are not yet where they belong: bounded, the newest of each key, written in the order in which keys came.
///
/// Readers of this process see them. What is still queued when the process is killed is lost: that is the price of
/// write-back. A normal end, and a change of the schema, flush it first.
final class WriteBackQueue: Sendable {
    typealias Persist = @Sendable () async throws -> Void

    private struct Item {
        let version: Int
        let value: (any Sendable)?
        let persist: Persist
    }

    private struct State {
        var order: [CacheKey] = []
        var items: [CacheKey: Item] = [:]
        var version = 0
        var isFlushing = false
        var waiting: [CheckedContinuation<Void, Never>] = []
    }

    private let limit: Int
    private let logger: Logger
    private let state = Mutex(State())

    init(limit: Int, logger: Logger) {
        self.limit = limit
        self.logger = logger
    }

    /// How many values are queued.
    var count: Int { state.withLock { $0.items.count } }

    /// The queued value of a key; `nil` if there is none, `.some(nil)` if the key is to be deleted.
    func value(of key: CacheKey) -> (any Sendable)?? {
        state.withLock { $0.items[key].map(\.value) }
    }

    /// Queues a value and replaces an older one of its key; false if there is no room.
    func add(_ key: CacheKey, _ value: (any Sendable)?, _ persist: @escaping Persist) -> Bool {
        state.withLock { state in
            guard state.items[key] != nil || state.items.count < limit else { return false }
            if !state.order.contains(key) { state.order.append(key) }
            state.version += 1
            state.items[key] = Item(version: state.version, value: value, persist: persist)
            return true
        }
    }

    /// Writes all that is queued now; what fails stays queued and is reported.
    ///
    /// - Returns: How many could not be written.
    @discardableResult
    func flush() async -> Int {
        await turn()
        defer { release() }
        let keys = state.withLock { state in
            defer { state.order = [] }
            return state.order
        }
        var failed = 0
        for key in keys {
            guard let item = state.withLock({ $0.items[key] }) else { continue }
            do {
                try await item.persist()
                state.withLock { state in
                    // A newer value that came meanwhile is still to be written.
                    if state.items[key]?.version == item.version { state.items[key] = nil }
                }
            } catch {
                failed += 1
                logger.error("a value of \(key.namespace) could not be written back: \(error)")
                state.withLock { state in
                    if !state.order.contains(key) { state.order.append(key) }
                }
            }
        }
        return failed
    }

    /// Waits until no other task flushes, so that an older value never overtakes a newer one.
    private func turn() async {
        await withCheckedContinuation { continuation in
            let isFree = state.withLock { state in
                guard state.isFlushing else {
                    state.isFlushing = true
                    return true
                }
                state.waiting.append(continuation)
                return false
            }
            if isFree { continuation.resume() }
        }
    }

    private func release() {
        let next = state.withLock { state -> CheckedContinuation<Void, Never>? in
            guard !state.waiting.isEmpty else {
                state.isFlushing = false
                return nil
            }
            return state.waiting.removeFirst()
        }
        next?.resume()
    }
}
