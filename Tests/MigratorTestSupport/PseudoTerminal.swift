package import Foundation
import Synchronization

/// A terminal of which a process has one end and a test the other.
package final class PseudoTerminal: Sendable {
    /// The end for the standard streams of a process.
    package let processEnd: FileHandle
    private let own: Int32
    private let text = Mutex("")

    /// Opens one.
    ///
    /// - Throws: A `CocoaError` if the system has none.
    package init() throws {
        own = open("/dev/ptmx", O_RDWR | O_NOCTTY)
        guard own >= 0, let name = Self.otherEnd(of: own) else { throw CocoaError(.fileReadUnknown) }
        let other = open(name, O_RDWR | O_NOCTTY)
        guard other >= 0 else { throw CocoaError(.fileReadUnknown) }
        _ = fcntl(own, F_SETFL, fcntl(own, F_GETFL) | O_NONBLOCK)
        _ = fcntl(own, F_SETFD, FD_CLOEXEC)
        processEnd = FileHandle(fileDescriptor: other, closeOnDealloc: true)
    }

    deinit { close(own) }

    /// The path of the other end, once it may be opened.
    private static func otherEnd(of own: Int32) -> String? {
        #if canImport(Darwin)
        guard grantpt(own) == 0, unlockpt(own) == 0 else { return nil }
        return ptsname(own).map { String(cString: $0) }
        #else
        // The functions for it are hidden by their header: TIOCSPTLCK and TIOCGPTN.
        var (lock, number): (Int32, Int32) = (0, 0)
        guard ioctl(own, 0x4004_5431, &lock) == 0, ioctl(own, 0x8004_5430, &number) == 0 else { return nil }
        return "/dev/pts/\(number)"
        #endif
    }

    /// All that was printed so far, with what was typed.
    package var printed: String {
        text.withLock { text in
            var bytes = [UInt8](repeating: 0, count: 4096)
            while true {
                let count = read(own, &bytes, bytes.count)
                guard count > 0 else { return text }
                text += String(decoding: bytes[..<count], as: UTF8.self)
            }
        }
    }

    /// Types a line.
    package func type(_ line: String) {
        let bytes = Array((line + "\n").utf8)
        _ = write(own, bytes, bytes.count)
    }
}
