/// Pauses that grow, each shortened at random, so that waiting processes do not move in step.
package struct Backoff {
    private var next: Duration
    private let longest: Duration

    package init(from shortest: Duration, upTo longest: Duration) {
        next = shortest
        self.longest = longest
    }

    /// Waits.
    ///
    /// - Throws: `CancellationError`.
    package mutating func pause() async throws {
        try await Task.sleep(for: next * Double.random(in: 0.5...1))
        next = min(next * 2, longest)
    }
}
