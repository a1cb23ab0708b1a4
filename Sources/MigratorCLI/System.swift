#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// Every call to the operating system, in one place.
enum System {
    // MARK: The process

    /// Ends the process: nothing else here does.
    static func exit(_ status: ExitStatus) -> Never {
        _exit(status.code)
    }

    /// The value of an environment variable, if it is set and not empty.
    static func environment(_ name: String) -> String? {
        guard let value = getenv(name) else { return nil }
        let text = String(cString: value)
        return text.isEmpty ? nil : text
    }

    /// Makes the process deaf to a signal's default action.
    static func ignore(_ signal: Int32) {
        #if canImport(Darwin)
        _ = Darwin.signal(signal, SIG_IGN)
        #elseif canImport(Musl)
        _ = Musl.signal(signal, SIG_IGN)
        #else
        _ = Glibc.signal(signal, SIG_IGN)
        #endif
    }

    static var brokenPipe: Int32 { SIGPIPE }
    static var interrupt: Int32 { SIGINT }
    static var terminate: Int32 { SIGTERM }

    // MARK: The terminal

    static func isTerminal(_ descriptor: Int32) -> Bool {
        isatty(descriptor) == 1
    }

    /// How many columns the terminal has; 80 if it does not say.
    static func terminalWidth(_ descriptor: Int32) -> Int {
        var size = winsize()
        guard ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
        return Int(size.ws_col)
    }

    /// Writes all of a text, and returns whether anyone could still read it.
    static func write(_ text: String, to descriptor: Int32) -> Bool {
        var text = text
        return text.withUTF8 { bytes in
            writeAll(UnsafeRawBufferPointer(bytes), to: descriptor)
        }
    }

    static func writeAll(_ bytes: UnsafeRawBufferPointer, to descriptor: Int32) -> Bool {
        guard let start = bytes.baseAddress else { return true }
        var done = 0
        while done < bytes.count {
            #if canImport(Darwin)
            let count = Darwin.write(descriptor, start + done, bytes.count - done)
            #elseif canImport(Musl)
            let count = Musl.write(descriptor, start + done, bytes.count - done)
            #else
            let count = Glibc.write(descriptor, start + done, bytes.count - done)
            #endif
            if count >= 0 {
                done += count
            } else if errno == EAGAIN {
                var waiting = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
                _ = poll(&waiting, 1, -1)
            } else if errno != EINTR {
                return false
            }
        }
        return true
    }

    /// What the last failed call says went wrong.
    static var lastError: String {
        String(cString: strerror(errno))
    }
}
