/// A Lua script that the server runs as one step.
///
/// https://redis.io/docs/latest/develop/programmability/eval-intro/
package struct RedisScript: Hashable, Sendable {
    /// The source.
    package let source: String

    /// Creates a script.
    package init(_ source: String) {
        self.source = source
    }

    /// The command that brings the script to a server, which replies a digest: `SCRIPT LOAD source`.
    package var loadCommand: RedisCommand { RedisCommand("SCRIPT", "LOAD", source) }

    /// The command that runs the script by its digest: `EVALSHA digest count key … argument …`.
    ///
    /// For a pipeline; ``RedisPool/digest(of:timeout:)`` has the digest. A server that has forgotten the script replies
    /// ``RedisError/Code/noScript``.
    package func command(digest: String, keys: [[UInt8]], arguments: [[UInt8]] = []) -> RedisCommand {
        var command = RedisCommand("EVALSHA", digest)
        command.append(keys.count)
        for key in keys { command.append(key) }
        for argument in arguments { command.append(argument) }
        return command
    }

    /// Keys and arguments of one run.
    struct Call {
        let keys: [[UInt8]]
        let arguments: [[UInt8]]
    }
}
