/// A Lua script that the server runs as one step.
///
/// https://redis.io/docs/latest/develop/programmability/eval-intro/
public struct RedisScript: Hashable, Sendable {
    /// The source.
    public let source: String
    /// The digest by which a server that has run the script before knows it.
    public let digest: String

    /// Creates a script; takes its digest once.
    public init(_ source: String) {
        self.source = source
        digest = SHA1.hex(source.utf8)
    }

    /// The command that runs the script by its digest: `EVALSHA digest count key … argument …`.
    ///
    /// For a pipeline. A server that does not know the script replies ``RedisError/Code/noScript``.
    public func command(keys: [[UInt8]], arguments: [[UInt8]] = []) -> RedisCommand {
        command("EVALSHA", digest, keys, arguments)
    }

    /// The command that runs the script by its source, after which the server knows it.
    public func sourceCommand(keys: [[UInt8]], arguments: [[UInt8]] = []) -> RedisCommand {
        command("EVAL", source, keys, arguments)
    }

    private func command(_ name: String, _ script: String, _ keys: [[UInt8]], _ arguments: [[UInt8]]) -> RedisCommand {
        var command = RedisCommand(name, script)
        command.append(keys.count)
        for key in keys { command.append(key) }
        for argument in arguments { command.append(argument) }
        return command
    }
}
