import CacheBridge
import CacheTestKit
import Synchronization

/// A store that counts what is done to it, and does something on the way.
final class WatchedStore: StoreWrapper {
    private struct State {
        var replacements = 0
        var messages = 0
        var refused: String?
        var onMessages: (@Sendable () -> Void)?
    }

    let base: any RemoteStore
    private let state = Mutex(State())

    init(_ base: InProcessStore) {
        self.base = base
    }

    /// How often tokens were replaced.
    var replacements: Int { state.withLock { $0.replacements } }
    /// How many messages were sent.
    var messages: Int { state.withLock { $0.messages } }
    /// The event whose message is refused.
    var refused: String? {
        get { state.withLock { $0.refused } }
        set { state.withLock { $0.refused = newValue } }
    }

    /// Has something done whenever messages were sent.
    func afterMessages(_ body: @escaping @Sendable () -> Void) {
        state.withLock { $0.onMessages = body }
    }

    private func send(_ messages: [[UInt8]]) throws(CacheError) {
        let (isRefused, after) = state.withLock { state in
            state.messages += messages.count
            let isRefused = state.refused.map { refused in
                messages.contains { String(decoding: $0, as: UTF8.self).contains(refused) }
            }
            return (isRefused == true, state.onMessages)
        }
        if isRefused { throw CacheError(.unexpectedReply, "the message was refused") }
        after?()
    }

    func around<Result>(
        _ call: StoreCall,
        _ body: () async throws(CacheError) -> Result
    ) async throws(CacheError) -> Result {
        switch call {
        case .publish(let messages): try send(messages)
        case .replace: state.withLock { $0.replacements += 1 }
        case .other: break
        }
        return try await body()
    }
}
