/// Stands still until the task is cancelled, as work does that never ends by itself.
///
/// - Throws: `CancellationError`, always.
package func standStill() async throws -> Never {
    let (nothing, continuation) = AsyncStream.makeStream(of: Never.self)
    for await _ in nothing {}
    // A stream ends when nothing can write to it any more, too.
    withExtendedLifetime(continuation) {}
    throw CancellationError()
}
