/// A run that has begun: what happens in it, one after the other, and its report.
///
/// It goes on whether or not anybody iterates, and what happened before the iteration is kept for it. One task may
/// iterate, once. Cancelling the task that iterates or that waits for ``report`` cancels the run: the open step is
/// rolled back.
public struct RunProgress: AsyncSequence, Sendable {
    /// What happens.
    public typealias Element = RunEvent
    /// The sequence itself does not fail: the report does.
    public typealias Failure = Never

    private let events: AsyncStream<RunEvent>
    private let run: Task<RunReport, any Error>

    init(_ body: @escaping @Sendable (@escaping MigrationEngine.Observer) async throws -> RunReport) {
        let (events, continuation) = AsyncStream.makeStream(of: RunEvent.self)
        self.events = events
        run = Task {
            defer { continuation.finish() }
            return try await body { continuation.yield($0) }
        }
    }

    /// What the run did; waits for its end.
    ///
    /// - Throws: What the run throws: `MigratorError`, `DatabaseFailure`, or `CancellationError`.
    public var report: RunReport {
        get async throws {
            try await withTaskCancellationHandler {
                try await run.value
            } onCancel: {
                run.cancel()
            }
        }
    }

    /// Stops the run; its open step is rolled back, and ``report`` throws `CancellationError`.
    public func cancel() {
        run.cancel()
    }

    /// What happens, from the run's beginning to its end.
    public func makeAsyncIterator() -> Iterator {
        Iterator(events: events.makeAsyncIterator(), run: run)
    }

    /// Goes from one event to the next.
    public struct Iterator: AsyncIteratorProtocol {
        var events: AsyncStream<RunEvent>.Iterator
        let run: Task<RunReport, any Error>

        /// The next event; `nil` after the last, whether the run succeeded or not.
        public mutating func next(isolation actor: isolated (any Actor)?) async -> RunEvent? {
            let event = await events.next(isolation: actor)
            if Task.isCancelled { run.cancel() }
            return event
        }
    }
}
