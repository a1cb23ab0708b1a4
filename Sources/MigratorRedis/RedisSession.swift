import MigratorBlocking
import Synchronization

/// A link that is used by one thread after the other.
final class RedisSession: Sendable {
    /// How far commands came without leaving the caller's thread.
    enum Beginning: Sendable {
        case over(RedisConnection.Outcome)
        /// They are sent, or some of them are; ``finish(until:)`` waits for the replies.
        case pending
    }

    private struct State {
        var link: RedisLink?
        var wasUsed = false
        /// How many commands are not waited for on the caller's thread, now and after the next one that was slow.
        var skips = 0
        var nextSkips = 1
    }

    /// How soon a server has to answer for the caller's thread to wait for it the next time, too.
    ///
    /// Several times what a server on this machine takes, and so little that the thread's other tasks do not mind. To
    /// go to another thread and back takes longer than such a server's whole answer.
    private static let brief = Duration.microseconds(150)

    private let state = Mutex(State())
    private let interrupter = PipeInterrupter()

    // MARK: Opening and closing

    /// Connects; blocks.
    func open(_ configuration: RedisStoreConfiguration) -> Result<Void, RedisError> {
        state.withLock { state in
            do throws(RedisError) {
                state.link = try RedisOpening.open(configuration, interrupter)
                return .success(())
            } catch {
                return .failure(error)
            }
        }
    }

    func close() {
        state.withLock { $0.link = nil }
    }

    // MARK: Commands

    /// Sends commands, and waits for their replies no longer than is worth another thread.
    ///
    /// Servers that were too slow for that are waited for by another thread at once, ever more often.
    func begin(_ commands: [RedisCommand]) -> Beginning {
        state.withLock { state in
            let link: RedisLink
            switch Self.ready(&state) {
            case .success(let ready): link = ready
            case .failure(let outcome): return .over(outcome.value)
            }
            do throws(RedisError) {
                try link.start(commands)
                let isBrief = state.skips == 0
                if !isBrief { state.skips -= 1 }
                guard isBrief else {
                    link.send()
                    return .pending
                }
                let (replies, isQuick) = try link.advance(within: Self.brief)
                if isQuick {
                    state.nextSkips = 1
                } else {
                    state.skips = state.nextSkips
                    state.nextSkips = min(64, state.nextSkips * 2)
                }
                guard let replies else { return .pending }
                return .over(.replies(replies))
            } catch {
                state.link = nil
                return .over(.failed(error))
            }
        }
    }

    /// Waits for the replies to what was begun; blocks.
    func finish(until deadline: ContinuousClock.Instant) -> RedisConnection.Outcome {
        state.withLock { state in
            guard let link = state.link else { return .failed(.closed) }
            do throws(RedisError) {
                return .replies(try link.finish(until: deadline))
            } catch {
                state.link = nil
                return .failed(error)
            }
        }
    }

    /// Sends commands and waits for their replies; blocks.
    func exchange(_ commands: [RedisCommand], until deadline: ContinuousClock.Instant) -> RedisConnection.Outcome {
        state.withLock { state in
            switch Self.ready(&state) {
            case .failure(let outcome): return outcome.value
            case .success(let link):
                do throws(RedisError) {
                    return .replies(try link.exchange(commands, until: deadline))
                } catch {
                    state.link = nil
                    return .failed(error)
                }
            }
        }
    }

    private struct Unusable: Error {
        var value: RedisConnection.Outcome
    }

    private static func ready(_ state: inout State) -> Result<RedisLink, Unusable> {
        guard let link = state.link else {
            return .failure(Unusable(value: .failed(.lost("it was closed before"))))
        }
        guard !state.wasUsed || link.isQuiet() else {
            state.link = nil
            return .failure(Unusable(value: .stale))
        }
        state.wasUsed = true
        return .success(link)
    }

    // MARK: Cancellation

    /// Runs what blocks such that cancelling the task stops it.
    func interruptibly<Value: Sendable>(_ body: () async -> Value) async -> Value {
        interrupter.begin()
        defer { interrupter.end() }
        return await withTaskCancellationHandler {
            await body()
        } onCancel: {
            interrupter.cancel()
        }
    }
}
