package import MigratorDatabase
import Synchronization

/// Says whether a network swallows everything.
package final class Silence: Sendable {
    /// What opens at its end; `nil` while there is none.
    private let gate = Mutex<Gate?>(nil)

    package init() {}

    package func begin() { gate.withLock { $0 = $0 ?? Gate() } }
    package func end() { gate.withLock { $0.take() }?.open() }

    /// Waits for its end, even if the task is cancelled: a silent server does not care.
    func outlast() async {
        while let gate = gate.withLock({ $0 }) { await gate.pass() }
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
