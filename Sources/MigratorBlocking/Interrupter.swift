/// Stops a call that blocks; may be used from any thread.
package protocol Interrupter: Sendable {
    /// Marks the beginning of a call, which may be cancelled from now on.
    func begin()
    /// Marks the end of a call.
    func end()
    /// Stops the call that runs now, if one does.
    func cancel()
}

extension Interrupter {
    /// Makes a call on the caller's executor such that cancelling the task stops it.
    package func run<Value, Failure: Error>(
        isolation: isolated (any Actor)? = #isolation,
        _ body: () throws(Failure) -> Value
    ) async throws(Failure) -> Value {
        begin()
        defer { end() }
        let result: Result<Value, Failure> = await withTaskCancellationHandler {
            // A closure that does not use what it is isolated to would leave the executor.
            _ = isolation
            do throws(Failure) {
                return .success(try body())
            } catch {
                return .failure(error)
            }
        } onCancel: {
            cancel()
        }
        return try result.get()
    }
}
