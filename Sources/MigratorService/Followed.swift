import Synchronization

/// A value that changes, for callers that read it and for tasks that follow it.
///
/// A task that has stopped following is noticed at the next change. A handler of the stream's end would have to take
/// the lock: the runtime calls it while it holds the cancelled task, which a change may be about to wake under that
/// very lock.
final class Followed<Value: Sendable & Equatable>: Sendable {
    private struct State {
        var value: Value
        var followers: [AsyncStream<Value>.Continuation] = []
        var isOver = false
    }

    private let state: Mutex<State>

    init(_ value: Value) {
        state = Mutex(State(value: value))
    }

    var value: Value { state.withLock { $0.value } }

    /// Changes the value; the tasks that follow it receive it in the order of changes.
    func change(_ body: (inout Value) -> Void) {
        state.withLock { state in
            guard !state.isOver else { return }
            let before = state.value
            body(&state.value)
            guard state.value != before else { return }
            state.followers.removeAll { follower in
                if case .terminated = follower.yield(state.value) { true } else { false }
            }
        }
    }

    /// The value as it is now, then each change; a task that does not keep up misses the oldest ones.
    func values() -> AsyncStream<Value> {
        let (values, continuation) = AsyncStream.makeStream(of: Value.self, bufferingPolicy: .bufferingNewest(256))
        state.withLock { state in
            continuation.yield(state.value)
            if state.isOver { continuation.finish() } else { state.followers.append(continuation) }
        }
        return values
    }

    /// Ends all streams; the value changes no more.
    func finish() {
        let followers = state.withLock { state in
            state.isOver = true
            defer { state.followers = [] }
            return state.followers
        }
        for follower in followers { follower.finish() }
    }
}
