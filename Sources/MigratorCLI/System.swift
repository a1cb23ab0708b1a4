import MigratorSystem

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
        SystemCalls.environment(name).flatMap { $0.isEmpty ? nil : $0 }
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

    /// The result of writing.
    enum Writing: Equatable {
        case done
        /// The reader has closed the output.
        case unread
        /// The text is not written, or not all of it.
        case failed(String)

        /// The result of the last failed call.
        fileprivate static var lastFailure: Writing { errno == EPIPE ? .unread : .failed(lastError) }
    }

    /// Writes all of a text.
    static func write(_ text: String, to descriptor: Int32) -> Writing {
        var text = text
        return text.withUTF8 { bytes in
            writeAll(UnsafeRawBufferPointer(bytes), to: descriptor)
        }
    }

    private static func writeAll(_ bytes: UnsafeRawBufferPointer, to descriptor: Int32) -> Writing {
        guard let start = bytes.baseAddress else { return .done }
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
                return .lastFailure
            }
        }
        return .done
    }

    /// Asks for what a file system may say of earlier writes only when the file is closed.
    static func settle(_ descriptor: Int32) -> Writing {
        let copy = dup(descriptor)
        guard copy >= 0 else { return .lastFailure }
        return close(copy) == 0 || errno == EINTR ? .done : .lastFailure
    }

    /// Keeps the numbers of standard streams that were closed when the process started.
    ///
    /// Otherwise the next file or connection would get such a number, and answers would be written to it. The
    /// descriptor that takes the number can be neither read nor written, so that an answer without a reader stays an
    /// error.
    static func occupyStandardStreams() {
        for descriptor: Int32 in 0...2 where fcntl(descriptor, F_GETFD) == -1 && errno == EBADF {
            _ = open("/dev/null", descriptor == 0 ? O_WRONLY : O_RDONLY)
        }
    }

    /// The text of the last failed call's error.
    static var lastError: String { SystemCalls.lastError }
}
