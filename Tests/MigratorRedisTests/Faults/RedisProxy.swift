import CMigratorHiredis
import Foundation
import Synchronization
import Testing

/// A port that leads to one server and then to another, or to none that makes sense.
final class RedisProxy: Sendable {
    /// Where connections lead.
    enum Way: Sendable {
        case server(port: Int)
        /// Bytes that are no replies.
        case garbage(seed: UInt64)
    }

    private struct State {
        var way: Way
        var open: [ObjectIdentifier: FakeServer.Peer] = [:]
    }

    private final class Switch: Sendable {
        let state: Mutex<State>

        init(_ way: Way) {
            state = Mutex(State(way: way))
        }

        func serve(_ peer: FakeServer.Peer) {
            let way = state.withLock { state in
                state.open[ObjectIdentifier(peer)] = peer
                return state.way
            }
            switch way {
            case .server(let port): pass(peer, to: port)
            case .garbage(let seed):
                var noise = seed
                while !peer.read().isEmpty {
                    noise = noise &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                    let count = Int(noise >> 58) + 1
                    guard peer.write((0..<count).map { UInt8(truncatingIfNeeded: noise >> ($0 % 8 * 8)) }) else {
                        break
                    }
                }
            }
            state.withLock { $0.open[ObjectIdentifier(peer)] = nil }
        }

        private func pass(_ peer: FakeServer.Peer, to port: Int) {
            guard let server = FakeServer.Peer.connected(to: port) else { return }
            state.withLock { $0.open[ObjectIdentifier(server)] = server }
            Thread.detachNewThread {
                while true {
                    let bytes = server.read()
                    guard !bytes.isEmpty, peer.write(bytes) else { break }
                }
                peer.hangUp()
                self.state.withLock { $0.open[ObjectIdentifier(server)] = nil }
            }
            while true {
                let bytes = peer.read()
                guard !bytes.isEmpty, server.write(bytes) else { break }
            }
            server.hangUp()
        }
    }

    private let middle: Switch
    private let server: FakeServer

    var port: Int { server.port }

    init(to port: Int) throws {
        let middle = Switch(.server(port: port))
        self.middle = middle
        server = try FakeServer { middle.serve($0) }
    }

    /// Leads new connections another way, and drops those that there are.
    func lead(_ way: Way) {
        let open = middle.state.withLock { state in
            state.way = way
            return state.open
        }
        for peer in open.values { peer.hangUp() }
    }
}

extension FakeServer.Peer {
    /// A connection to a port of the loopback address.
    static func connected(to port: Int) -> FakeServer.Peer? {
        let descriptor = Foundation.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(UInt16(port).bigEndian)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isConnected = withUnsafeMutablePointer(to: &address) { address in
            address.withMemoryRebound(to: sockaddr.self, capacity: 1) { connect(descriptor, $0, size) == 0 }
        }
        guard isConnected else {
            close(descriptor)
            return nil
        }
        return FakeServer.Peer(socket: descriptor)
    }
}
