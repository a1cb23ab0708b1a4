import CMigratorHiredis
import MigratorBlocking

/// A socket to a server and the parser of what comes from it; lives once.
///
/// After any failure, be it a time-out or a cancellation, it is closed: a late reply never answers the next command.
final class RedisLink {
    private static let chunk = 64 << 10

    let socket: Int32
    private let reader: RedisReader
    private let interrupter: PipeInterrupter
    private let scratch: UnsafeMutableRawBufferPointer
    private(set) var isOpen = true

    /// The bytes to send, and how many of them have been sent.
    private var unsent: RedisBuffer?
    private var sent = 0
    private var replies: [RedisValue] = []
    private var awaited = 0

    init(socket: Int32, _ configuration: RedisStoreConfiguration, _ interrupter: PipeInterrupter) throws(RedisError) {
        reader = try RedisReader(
            maximumSize: configuration.maximumReplySize,
            maximumElements: configuration.maximumElements
        )
        self.socket = socket
        self.interrupter = interrupter
        scratch = .allocate(byteCount: Self.chunk, alignment: 16)
    }

    deinit {
        close()
        scratch.deallocate()
    }

    /// Hangs up.
    func close() {
        guard isOpen else { return }
        isOpen = false
        migrator_redis_close(socket)
    }

    /// Whether the server neither hung up nor sent anything since the last reply.
    func isQuiet() -> Bool {
        isOpen && reader.isEmpty && migrator_redis_receive(socket, scratch.baseAddress, 1) == -1
    }

    // MARK: Commands

    /// Sends commands together and waits for all of their replies.
    func exchange(
        _ commands: [RedisCommand],
        until deadline: ContinuousClock.Instant
    ) throws(RedisError) -> [RedisValue] {
        try start(commands)
        return try finish(until: deadline)
    }

    /// Begins to send commands; ``advance(until:)``, ``finish(until:)`` or ``next(until:)`` go on with it.
    func start(_ commands: [RedisCommand]) throws(RedisError) {
        let buffer = try RedisBuffer(commands)
        unsent = buffer
        sent = 0
        awaited = commands.count
        replies = []
        replies.reserveCapacity(commands.count)
    }

    /// Waits for the replies to what was begun.
    func finish(until deadline: ContinuousClock.Instant) throws(RedisError) -> [RedisValue] {
        guard !interrupter.isCancelled else {
            close()
            throw .cancelled
        }
        // Most come at once; those that do not are waited for such that the wait can be stopped.
        if ContinuousClock.now + .milliseconds(20) < deadline,
            let replies = try advance(within: .milliseconds(2)).replies
        {
            return replies
        }
        guard let replies = try advance(until: deadline) else {
            close()
            throw RedisError(.timedOut, "Redis did not answer in time; the connection is closed")
        }
        return replies
    }

    /// Waits until a moment for the replies to what was begun; `nil` if they are not there by then.
    func advance(until deadline: ContinuousClock.Instant) throws(RedisError) -> [RedisValue]? {
        do throws(RedisError) {
            var isFirst = true
            while true {
                send()
                while replies.count < awaited, let reply = try reader.next() { replies.append(reply) }
                if replies.count == awaited {
                    unsent = nil
                    return replies
                }
                // Bytes that have come meanwhile count, even if this thread looks late; bytes that come after that do
                // not.
                guard try isReady(until: deadline, looksAnyway: isFirst) else { return nil }
                isFirst = false
                try takeIn()
            }
        } catch {
            close()
            throw error
        }
    }

    /// Looks for the replies to what was begun without leaving the caller's thread; `nil` if they are not there soon.
    ///
    /// Waits some milliseconds at the most, as a plain call to receive does: waiting by `poll`, which can be woken, takes
    /// as long again as a server on this machine does. Says whether the server began to answer within `brief`.
    func advance(within brief: Duration) throws(RedisError) -> (replies: [RedisValue]?, isQuick: Bool) {
        do throws(RedisError) {
            let start = ContinuousClock.now
            var isQuick: Bool?
            while true {
                send()
                while replies.count < awaited, let reply = try reader.next() { replies.append(reply) }
                if replies.count == awaited {
                    unsent = nil
                    return (replies, isQuick ?? true)
                }
                if isQuick != nil, start.duration(to: .now) > brief { break }
                // With bytes left to send, it waits until it can send or receive.
                guard unsent == nil, try takeIn(waits: true) else { break }
                isQuick = isQuick ?? (start.duration(to: .now) <= brief)
            }
            return (nil, isQuick ?? (unsent != nil))
        } catch {
            close()
            throw error
        }
    }

    /// Sends as much as the server takes now.
    func send() {
        while let buffer = unsent {
            let rest = UnsafeRawBufferPointer(rebasing: buffer.bytes[sent...])
            let count = migrator_redis_send(socket, rest.baseAddress, rest.count)
            // A server that has broken off may have said why: reading finds out.
            sent += max(0, count)
            if count < 0 || sent == buffer.bytes.count { unsent = nil }
            if count == 0 { return }
        }
    }

    /// The next value of any kind that the server sends, if it arrives whole before a moment.
    func next(until deadline: ContinuousClock.Instant) throws(RedisError) -> RedisValue? {
        do throws(RedisError) {
            while true {
                send()
                if let reply = try reader.next() { return reply }
                guard try isReady(until: deadline, looksAnyway: true) else { return nil }
                try takeIn()
            }
        } catch {
            close()
            throw error
        }
    }

    // MARK: Waiting

    /// Takes in what is there; returns whether anything is.
    @discardableResult
    private func takeIn(waits: Bool = false) throws(RedisError) -> Bool {
        let receive = waits ? migrator_redis_receive_waiting : migrator_redis_receive
        let count = receive(socket, scratch.baseAddress, scratch.count)
        switch count {
        case 1...: break
        case -1: return false
        case -2: throw .lost("the server hung up")
        default:
            let reason = migrator_redis_reason(Int32(-1000 - count)).map { String(cString: $0) } ?? ""
            throw .lost(reason)
        }
        try reader.feed(UnsafeRawBufferPointer(rebasing: scratch[..<count]))
        return true
    }

    /// Waits until there is something to read, or room for what is to be sent.
    private func isReady(until deadline: ContinuousClock.Instant, looksAnyway: Bool) throws(RedisError) -> Bool {
        while true {
            let left = ContinuousClock.now.duration(to: deadline)
            guard left > .zero || looksAnyway else { return false }
            let (seconds, attoseconds) = left.components
            let nanoseconds = max(0, min(60, seconds) * 1_000_000_000 + attoseconds / 1_000_000_000)
            let ready = migrator_redis_wait(socket, unsent == nil ? 0 : 1, interrupter.descriptor, nanoseconds)
            guard ready >= 0 else { throw .lost("the system cannot wait for it") }
            guard ready & 2 == 0 else { throw .cancelled }
            if ready & 1 != 0 { return true }
            if left <= .zero { return false }
        }
    }
}
