import CMigratorHiredis
import Foundation
import Synchronization
import Testing

/// A server on a port of the loopback address that says what a test tells it to.
///
/// Each connection has a thread of its own.
final class FakeServer: Sendable {
    /// One connection; closed when nobody holds it any more, so that no descriptor is shut down that is another's by then.
    final class Peer: Sendable {
        let socket: Int32

        init(socket: Int32) { self.socket = socket }

        deinit { close(socket) }

        /// Ends it for both sides.
        func hangUp() { shutdown(socket, Int32(SHUT_RDWR)) }

        /// What the client sent, as far as it is there; empty when the client has hung up.
        func read() -> [UInt8] {
            var bytes = [UInt8](repeating: 0, count: 65_536)
            let count = recv(socket, &bytes, bytes.count, 0)
            return Array(bytes.prefix(max(0, count)))
        }

        /// Sends bytes; returns whether the client took them.
        @discardableResult
        func write(_ bytes: [UInt8]) -> Bool {
            var sent = 0
            while sent < bytes.count {
                let count = bytes.withUnsafeBytes { bytes in
                    migrator_redis_send(socket, bytes.baseAddress.map { $0 + sent }, bytes.count - sent)
                }
                if count < 0 { return false }
                if count == 0 { _ = migrator_redis_wait(socket, 1, -1, 1_000_000) }
                sent += count
            }
            return true
        }

        @discardableResult
        func write(_ text: String) -> Bool { write(Array(text.utf8)) }
    }

    let port: Int
    private let listener: Int32
    private let connections = Mutex(0)

    /// How many connections were made.
    var count: Int { connections.withLock { $0 } }

    init(_ serve: @escaping @Sendable (Peer) -> Void) throws {
        listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let listener = listener
        let isBound = withUnsafeMutablePointer(to: &address) { address in
            address.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                bind(listener, address, size) == 0 && listen(listener, 100) == 0
                    && getsockname(listener, address, &size) == 0
            }
        }
        try #require(isBound)
        port = Int(UInt16(bigEndian: address.sin_port))
        Thread.detachNewThread { [weak self] in
            defer { close(listener) }
            while true {
                let peer = accept(listener, nil, nil)
                guard peer >= 0 else { return }
                self?.connections.withLock { $0 += 1 }
                Thread.detachNewThread {
                    let peer = Peer(socket: peer)
                    serve(peer)
                    peer.hangUp()
                }
            }
        }
    }

    deinit { shutdown(listener, Int32(SHUT_RDWR)) }

    /// A socket whose other end is closed.
    static func halfOfAPair() throws -> Int32 {
        var ends: [Int32] = [-1, -1]
        try #require(socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0, &ends) == 0)
        close(ends[1])
        return ends[0]
    }

    /// A server that answers whatever the client sends with the same bytes, and then waits for more.
    static func answering(_ reply: [UInt8]) throws -> FakeServer {
        try FakeServer { peer in
            while !peer.read().isEmpty {
                if !peer.write(reply) { return }
            }
        }
    }
}
