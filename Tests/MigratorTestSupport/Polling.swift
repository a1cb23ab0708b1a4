/// Asks again and again until something is so, without any idea of how long that takes.
///
/// `limit` only says when to call it hung. What follows in a test would wait for it too, so the test ends there. Where
/// other tests keep all threads busy, what is awaited gets no more of them than this: so it is asked often as well, as
/// each time gives the other a turn.
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
    var attempts = 0
    while try await !isSo() {
        attempts += 1
        guard ContinuousClock.now < deadline || attempts < 200 else {
            throw PollingFailure(what: what, place: "\(file):\(line)")
        }
        try await Task.sleep(for: .milliseconds(2))
    }
}

/// What did not come about in time.
package struct PollingFailure: Error, CustomStringConvertible {
    let what: String
    let place: String

    package var description: String { "\(place): \(what) did not come about" }
}
