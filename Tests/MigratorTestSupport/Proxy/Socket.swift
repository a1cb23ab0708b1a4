import Foundation

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// A TCP socket of the loopback address, with calls that block.
package final class Socket: Sendable {
    private let descriptor: Int32

    private init(_ descriptor: Int32) {
        self.descriptor = descriptor
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
        var yes: Int32 = 1
        setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &yes, socklen_t(MemoryLayout<Int32>.size))
        #if canImport(Darwin)
        setsockopt(descriptor, SOL_SOCKET, SO_NOSIGPIPE, &yes, socklen_t(MemoryLayout<Int32>.size))
        #endif
    }

    deinit { close(descriptor) }

    private static func open() throws -> Socket {
        #if canImport(Glibc)
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        #else
        let descriptor = socket(AF_INET, SOCK_STREAM, 0)
        #endif
        guard descriptor >= 0 else { throw SocketFailure(call: "socket") }
        return Socket(descriptor)
    }

    package static func listening() throws -> Socket {
        let opened = try open()
        guard withAddress("127.0.0.1", 0, { bind(opened.descriptor, $0, $1) }) == 0,
            listen(opened.descriptor, 64) == 0
        else { throw SocketFailure(call: "listen") }
        return opened
    }

    static func connected(to host: String, _ port: Int) throws -> Socket {
        let opened = try open()
        let address = host == "localhost" ? "127.0.0.1" : host
        guard withAddress(address, port, { connect(opened.descriptor, $0, $1) }) == 0 else {
            throw SocketFailure(call: "connect")
        }
        return opened
    }

    private static func withAddress(
        _ host: String,
        _ port: Int,
        _ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32
    ) -> Int32 {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(UInt16(port).bigEndian)
        guard inet_pton(AF_INET, host, &address.sin_addr) == 1 else { return -1 }
        return withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                body($0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
    }

    package var port: Int {
        var address = sockaddr_in()
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        _ = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(descriptor, $0, &length) }
        }
        return Int(UInt16(bigEndian: address.sin_port))
    }

    /// The next connection, or `nil` when the listening has ended.
    func accept() -> Socket? {
        #if canImport(Glibc)
        let accepted = Glibc.accept(descriptor, nil, nil)
        #else
        let accepted = Darwin.accept(descriptor, nil, nil)
        #endif
        return accepted < 0 ? nil : Socket(accepted)
    }

    /// The next connection, when something has been heard from it; `nil` if it said nothing.
    package func firstClient() async -> Socket? {
        await withCheckedContinuation { continuation in
            Thread.detachNewThread { [self] in
                let client = accept()
                continuation.resume(returning: client?.read() == nil ? nil : client)
            }
        }
    }

    /// Some bytes, or `nil` at the end.
    func read() -> [UInt8]? {
        var buffer = [UInt8](repeating: 0, count: 65_536)
        let count = recv(descriptor, &buffer, buffer.count, 0)
        return count > 0 ? Array(buffer.prefix(count)) : nil
    }

    /// Whether all of them could be sent.
    func write(_ bytes: [UInt8]) -> Bool {
        var sent = 0
        while sent < bytes.count {
            #if canImport(Glibc)
            let flags = Int32(MSG_NOSIGNAL)
            #else
            let flags: Int32 = 0
            #endif
            let count = bytes.withUnsafeBytes { buffer in
                send(descriptor, buffer.baseAddress?.advanced(by: sent), buffer.count - sent, flags)
            }
            guard count > 0 else { return false }
            sent += count
        }
        return true
    }

    /// Ends both ways at once, whoever still holds the descriptor.
    func shut() { shutdown(descriptor, Int32(SHUT_RDWR)) }

    func shutWriting() { shutdown(descriptor, Int32(SHUT_WR)) }
}

/// A call that failed.
struct SocketFailure: Error {
    let call: String
}
