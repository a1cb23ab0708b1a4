package import MigratorDatabase
import Synchronization

/// Says whether a network swallows everything.
package final class Silence: Sendable {
    private let isKept = Mutex(false)

    package init() {}

    package func begin() { isKept.withLock { $0 = true } }
    package func end() { isKept.withLock { $0 = false } }

    /// Waits for its end, even for who is cancelled: a silent server does not care.
    func outlast() async {
        while isKept.withLock({ $0 }) {
            await Task.detached { try? await Task.sleep(for: .milliseconds(5)) }.value
        }
    }
}

/// A connection over a network that may swallow everything.
package final class SilentConnection: ConnectionWrapper {
    package let base: any DatabaseConnection
    private let silence: Silence
    /// What the database would be taken for.
    package let kind: DatabaseKind

    package init(_ base: any DatabaseConnection, _ silence: Silence, as kind: DatabaseKind? = nil) {
        self.base = base
        self.silence = silence
        self.kind = kind ?? base.kind
    }

    package func around<Result>(
        _ call: ConnectionCall,
        _ body: () async throws(DatabaseFailure) -> Result
    ) async throws(DatabaseFailure) -> Result {
        await silence.outlast()
        return try await body()
    }
}
