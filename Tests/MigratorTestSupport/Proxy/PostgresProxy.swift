import Foundation
import Synchronization

/// A proxy in front of a server of PostgreSQL that drops one connection, at a moment of the test's choice.
///
/// Whatever comes after goes through untouched.
package final class PostgresProxy: Sendable {
    /// When the connection is dropped.
    package enum Cut: Sendable {
        /// After so many bytes from the client.
        case clientBytes(Int)
        /// After so many bytes from the server.
        case serverBytes(Int)
        /// When the client has sent its COMMIT of this number, from 1, and the server has not got it.
        case beforeCommit(Int)
        /// When the server has got the COMMIT and may be carrying it out.
        case whileCommitting(Int)
        /// When the server has answered the COMMIT and the client does not know.
        case afterCommit(Int)
    }

    /// What went through, of all connections together.
    package struct Traffic: Sendable {
        package var clientBytes = 0
        package var serverBytes = 0
        package var commits = 0
        package var isCut = false
    }

    private let listener: Socket
    private let server: (host: String, port: Int)
    private let cut: Cut?
    private let state = Mutex(Traffic())
    private let isSilent = Mutex(false)
    /// How many connections were turned away; `nil` while none is.
    private let refused = Mutex<Int?>(nil)
    private let url: URLComponents

    /// Starts to listen, on a free port of the loopback address.
    package init(to url: String, cut: Cut? = nil) throws {
        guard let parts = URLComponents(string: url), let host = parts.host else { throw SocketFailure(call: "url") }
        self.url = parts
        self.cut = cut
        server = (host, parts.port ?? 5432)
        listener = try Socket.listening()
        let thread = Thread { [self] in accept() }
        thread.start()
    }

    /// The URL that leads through the proxy.
    package var proxied: String {
        var parts = url
        parts.host = "127.0.0.1"
        parts.port = listener.port
        return parts.string ?? ""
    }

    package var traffic: Traffic { state.withLock { $0 } }

    /// Swallows all from now on, both ways, as a network does that has lost its way.
    package func fallSilent() { isSilent.withLock { $0 = true } }

    /// Ends each new connection at once, as the proxies of containers do whose server is not up yet.
    package func refuse() { refused.withLock { $0 = 0 } }

    /// Lets connections through again.
    package func admit() { refused.withLock { $0 = nil } }

    /// How many connections were ended since ``refuse()``.
    package var refusals: Int { refused.withLock { $0 ?? 0 } }

    private func isRefusing() -> Bool {
        refused.withLock { count in
            count = count.map { $0 + 1 }
            return count != nil
        }
    }

    /// Ends the listening; connections that are open go on.
    package func stop() { listener.shut() }

    private func accept() {
        while let client = listener.accept() {
            guard !isRefusing(), let upstream = try? Socket.connected(to: server.host, server.port) else {
                client.shut()
                continue
            }
            let link = Link(client: client, server: upstream)
            Thread { [self] in fromClient(link) }.start()
            Thread { [self] in fromServer(link) }.start()
        }
    }

    // MARK: Both ways

    /// One connection: its two ends, and whether answers to the client are held back.
    private final class Link: Sendable {
        let client: Socket
        let server: Socket
        let holdsAnswers = Mutex(false)

        init(client: Socket, server: Socket) {
            self.client = client
            self.server = server
        }

        func drop() {
            client.shut()
            server.shut()
        }
    }

    private func fromClient(_ link: Link) {
        var messages = FrontendMessages()
        var isCommitting = false
        while let bytes = link.client.read() {
            if isSilent.withLock({ $0 }) { continue }
            for message in messages.add(bytes) {
                if message.isCommit {
                    let number = state.withLock { state in
                        state.commits += 1
                        return state.commits
                    }
                    if case .beforeCommit(number) = cut, isFirstCut() { return link.drop() }
                    if isCut(while: number) || isCut(after: number) {
                        isCommitting = true
                        link.holdsAnswers.withLock { $0 = true }
                    }
                }
                let passes = portion(of: message.bytes, fromClient: true)
                guard link.server.write(passes.bytes) else { return link.drop() }
                if passes.isLast, isFirstCut() { return link.drop() }
                if isCommitting, message.endsBatch, case .whileCommitting = cut, isFirstCut() { return link.drop() }
            }
        }
        link.server.shutWriting()
    }

    private func fromServer(_ link: Link) {
        while let bytes = link.server.read() {
            if isSilent.withLock({ $0 }) { continue }
            if link.holdsAnswers.withLock({ $0 }) {
                if case .afterCommit = cut, isFirstCut() { return link.drop() }
                continue
            }
            let passes = portion(of: bytes, fromClient: false)
            guard link.client.write(passes.bytes) else { return link.drop() }
            if passes.isLast, isFirstCut() { return link.drop() }
        }
        link.client.shutWriting()
    }

    // MARK: The cut

    private var clientLimit: Int? { if case .clientBytes(let count) = cut { count } else { nil } }
    private var serverLimit: Int? { if case .serverBytes(let count) = cut { count } else { nil } }

    private func isCut(while number: Int) -> Bool { if case .whileCommitting(number) = cut { true } else { false } }
    private func isCut(after number: Int) -> Bool { if case .afterCommit(number) = cut { true } else { false } }

    private func isFirstCut() -> Bool {
        state.withLock { state in
            defer { state.isCut = true }
            return !state.isCut
        }
    }

    /// As many of the bytes as may pass, and whether the limit lies within them.
    private func portion(of bytes: [UInt8], fromClient: Bool) -> (bytes: [UInt8], isLast: Bool) {
        let limit = fromClient ? clientLimit : serverLimit
        return state.withLock { state in
            let count: WritableKeyPath<Traffic, Int> = fromClient ? \.clientBytes : \.serverBytes
            let before = state[keyPath: count]
            guard let limit, !state.isCut, before + bytes.count >= limit else {
                state[keyPath: count] += bytes.count
                return (bytes, false)
            }
            state[keyPath: count] = limit
            return (Array(bytes.prefix(max(0, limit - before))), true)
        }
    }
}
