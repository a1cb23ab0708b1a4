/// The connections of a pool: those in use, those that are idle, and the tasks that wait for one.
///
/// A connection that is given back goes to the task that waits longest, so that no later task overtakes it.
struct RedisSlots: ~Copyable {
    typealias Waiter = CheckedContinuation<Result<Grant, RedisError>, Never>

    enum Grant: Sendable {
        case connection(RedisConnection)
        /// A new connection may be opened.
        case permit
        case wait
    }

    private let limit: Int
    private var idle: [RedisConnection] = []
    private var isClosed = false
    /// The number of connections that are idle, in use, or being opened.
    private(set) var count = 0

    private struct Waiting {
        var waiter: Waiter
        var deadline: ContinuousClock.Instant
    }

    private var waiters: [Int: Waiting] = [:]
    /// When ``expired(at:)`` is to be called next.
    private var alarm: ContinuousClock.Instant?
    private var lastID = 0
    /// No smaller number waits.
    private var firstID = 1

    init(limit: Int) {
        self.limit = limit
    }

    var waitingCount: Int { waiters.count }

    mutating func take() throws(RedisError) -> Grant {
        guard !isClosed else { throw .closed }
        // The one used last, so that those that are not needed grow old.
        if let connection = idle.popLast() { return .connection(connection) }
        guard count < limit else { return .wait }
        count += 1
        return .permit
    }

    /// Takes back a connection that works; returns the task that gets it.
    mutating func giveBack(_ connection: RedisConnection) -> Waiter? {
        guard !isClosed else {
            count -= 1
            return nil
        }
        if let next = nextWaiter() { return next }
        idle.append(connection)
        return nil
    }

    /// Removes a connection that is closed or was not opened; returns the task that may open another one.
    mutating func giveUp() -> Waiter? {
        // The permit passes on.
        if !isClosed, let next = nextWaiter() { return next }
        count -= 1
        return nil
    }

    /// Removes a connection that the server did not accept; returns the tasks that have nothing left to wait for.
    ///
    /// Tasks that wait for no other connection fail with this one, rather than each by an attempt of its own.
    mutating func openingFailed() -> [Waiter] {
        count -= 1
        return count == 0 ? removeWaiters() : []
    }

    mutating func close() -> (waiters: [Waiter], idle: [RedisConnection]) {
        isClosed = true
        let closed = idle
        idle = []
        count -= closed.count
        return (removeWaiters(), closed)
    }

    // MARK: Waiting

    mutating func nextID() -> Int {
        lastID += 1
        return lastID
    }

    /// Lets a task wait; returns whether an alarm is to be set to its deadline.
    mutating func wait(_ waiter: Waiter, _ id: Int, until deadline: ContinuousClock.Instant) -> Bool {
        waiters[id] = Waiting(waiter: waiter, deadline: deadline)
        firstID = min(firstID, id)
        // One alarm for all: most waits are over long before it.
        if let alarm, alarm <= deadline { return false }
        alarm = deadline
        return true
    }

    mutating func leave(_ id: Int) -> Waiter? {
        waiters.removeValue(forKey: id)?.waiter
    }

    /// Removes those whose time is over; returns when to look again, if an alarm is to be set.
    mutating func expired(at now: ContinuousClock.Instant) -> (waiters: [Waiter], next: ContinuousClock.Instant?) {
        let over = waiters.filter { $0.value.deadline <= now }.sorted { $0.key < $1.key }
        for (id, _) in over { waiters[id] = nil }
        // The alarm was set for another task.
        if let alarm, alarm > now { return (over.map(\.value.waiter), nil) }
        alarm = waiters.values.map(\.deadline).min()
        return (over.map(\.value.waiter), alarm)
    }

    private mutating func nextWaiter() -> Waiter? {
        guard !waiters.isEmpty else { return nil }
        while firstID <= lastID {
            firstID += 1
            if let waiter = waiters.removeValue(forKey: firstID - 1) { return waiter.waiter }
        }
        return nil
    }

    private mutating func removeWaiters() -> [Waiter] {
        let all = waiters.sorted { $0.key < $1.key }.map(\.value.waiter)
        waiters = [:]
        return all
    }
}
