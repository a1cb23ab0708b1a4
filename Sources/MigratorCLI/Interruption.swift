import Dispatch
import Synchronization

/// Waits for SIGINT and SIGTERM: the first one cancels, the second one ends the process at once.
final class Interruption: Sendable {
    private let first = Mutex<Int32?>(nil)

    /// The signal that came, if one did.
    var signal: Int32? { first.withLock { $0 } }

    /// Begins to listen, for as long as what is returned is kept.
    func listen(_ cancel: @escaping @Sendable () -> Void) -> [any DispatchSourceSignal] {
        [System.interrupt, System.terminate].map { number in
            System.ignore(number)
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            source.setEventHandler {
                let isFirst = self.first.withLock { first in
                    defer { first = first ?? number }
                    return first == nil
                }
                guard isFirst else { System.exit(.signal(number)) }
                cancel()
            }
            source.resume()
            return source
        }
    }
}
