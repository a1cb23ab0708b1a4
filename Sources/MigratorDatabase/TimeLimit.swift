import Synchronization

/// Runs a body that may wait without end, and gives up after a while.
///
/// The caller is always answered in time: when the time is up, or the task is cancelled, the body is cancelled and left
/// to end by itself.
///
/// - Parameters:
///   - limit: How long to wait.
///   - late: The error to throw after that.
///   - body: The work that may take long.
/// - Returns: The body's result.
/// - Throws: The body's error, or `late`; `CancellationError`.
package func withTimeLimit<Result: Sendable>(
    _ limit: Duration,
    orThrow late: @autoclosure () -> any Error,
    _ body: @escaping @Sendable () async throws -> Result
) async throws -> Result {
    try Task.checkCancellation()
    let race = Finish<Result>()
    let late = late()
    let work = Task {
        do { race.end(.success(try await body())) } catch { race.end(.failure(error)) }
    }
    let timer = Task {
        try await Task.sleep(for: limit)
        if race.end(.failure(late)) { work.cancel() }
    }
    defer { timer.cancel() }
    return try await withTaskCancellationHandler {
        try await withCheckedThrowingContinuation { race.wait($0) }
    } onCancel: {
        work.cancel()
        race.end(.failure(CancellationError()))
    }
}

/// Takes the first result; later ones are dropped.
private final class Finish<Value: Sendable>: Sendable {
    private enum State {
        case running(CheckedContinuation<Value, any Error>?)
        case ended(Result<Value, any Error>)
        case told
    }

    private let state = Mutex(State.running(nil))

    /// Ends the wait; returns false if it had ended before.
    @discardableResult
    func end(_ result: Result<Value, any Error>) -> Bool {
        let (isFirst, waiting) = state.withLock { state -> (Bool, CheckedContinuation<Value, any Error>?) in
            guard case .running(let waiting) = state else { return (false, nil) }
            state = waiting == nil ? .ended(result) : .told
            return (true, waiting)
        }
        waiting?.resume(with: result)
        return isFirst
    }

    func wait(_ continuation: CheckedContinuation<Value, any Error>) {
        let result = state.withLock { state -> Result<Value, any Error>? in
            guard case .ended(let result) = state else {
                state = .running(continuation)
                return nil
            }
            state = .told
            return result
        }
        if let result { continuation.resume(with: result) }
    }
}
