/// Asks again and again until something is so, without any idea of how long that takes.
///
/// `limit` only says when to call it hung. What follows in a test would wait for it too, so the test ends there.
///
/// - Throws: ``PollingFailure`` if it is not so in time.
package func poll(
    for what: String = "what is awaited",
    within limit: Duration = .seconds(120),
    file: StaticString = #fileID,
    line: Int = #line,
    _ isSo: () async throws -> Bool
) async throws {
    let deadline = ContinuousClock.now + limit
    while try await !isSo() {
        guard ContinuousClock.now < deadline else { throw PollingFailure(what: what, place: "\(file):\(line)") }
        try await Task.sleep(for: .milliseconds(2))
    }
}

/// What did not come about in time.
package struct PollingFailure: Error, CustomStringConvertible {
    let what: String
    let place: String

    package var description: String { "\(place): \(what) did not come about" }
}
