import Migrator

#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

extension System {
    /// Runs a command line with the given arguments behind it, waits for its end and returns its status.
    ///
    /// The shell splits the command line, so that `EDITOR="code --wait"` works; the arguments are not split.
    static func run(shell command: String, _ arguments: [String]) throws(MigratorError) -> Int32 {
        #if canImport(Darwin)
        var attributes: posix_spawnattr_t?
        let variables = _NSGetEnviron().pointee
        #else
        var attributes = posix_spawnattr_t()
        let variables = environ
        #endif
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        // A child process would ignore the signals that this process ignores.
        var signals = sigset_t()
        sigemptyset(&signals)
        for signal in [SIGINT, SIGTERM, SIGPIPE] { sigaddset(&signals, signal) }
        posix_spawnattr_setsigdefault(&attributes, &signals)
        var none = sigset_t()
        sigemptyset(&none)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK))

        let words = ["sh", "-c", "\(command) \"$@\"", "sh"] + arguments
        var pointers: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) }
        pointers.append(nil)
        defer { for pointer in pointers { free(pointer) } }
        var child = pid_t()
        let result = posix_spawn(&child, "/bin/sh", nil, &attributes, pointers, variables)
        guard result == 0 else {
            throw MigratorError(.fileSystem, "'\(command)' could not be run: \(String(cString: strerror(result)))")
        }
        var status: Int32 = 0
        while waitpid(child, &status, 0) < 0, errno == EINTR {}
        return (status & 0x7F) == 0 ? (status >> 8) & 0xFF : 128 + (status & 0x7F)
    }
}
