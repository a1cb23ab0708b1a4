import MigratorSystem
import Synchronization

extension RedisPool {
    /// Runs a script by the digest that the server gave it.
    ///
    /// The script is brought to the server when the pool runs it for the first time, and again when the server has
    /// forgotten it: servers do when they restart, and on `SCRIPT FLUSH`.
    /// - Throws: ``RedisError``; what the script replied as an error, too.
    package func script(
        _ script: RedisScript,
        keys: [[UInt8]],
        arguments: [[UInt8]] = [],
        timeout: Duration? = nil
    ) async throws(RedisError) -> RedisValue {
        let call = RedisScript.Call(keys: keys, arguments: arguments)
        guard let reply = try await run(script, [call], timeout: timeout).first else {
            throw .wrongReply("there is none")
        }
        return try reply.checked()
    }

    /// The digest by which the server knows a script; the first time, the script is brought to it.
    ///
    /// - Throws: ``RedisError``.
    package func digest(of script: RedisScript, timeout: Duration? = nil) async throws(RedisError) -> String {
        if let known = digests.withLock({ $0[ExactText(script.source)] }) { return known }
        return try keepDigest(try await command(script.loadCommand, timeout: timeout), of: script)
    }

    /// Runs a script for each call, in one pipeline; once more for those that a server answered that has forgotten it.
    ///
    /// What a script replied as an error is returned as one.
    func run(
        _ script: RedisScript,
        _ calls: [RedisScript.Call],
        timeout: Duration?
    ) async throws(RedisError) -> [RedisValue] {
        let digest = try await digest(of: script, timeout: timeout)
        let commands = calls.map { script.command(digest: digest, keys: $0.keys, arguments: $0.arguments) }
        for command in commands { try command.check() }
        var replies = try await run(commands, timeout: timeout)
        let missing = replies.indices.filter { index in
            if case .error(let error) = replies[index] { error.code == .noScript } else { false }
        }
        guard !missing.isEmpty else { return replies }
        // The script goes before them, on the same connection.
        let again = try await run([script.loadCommand] + missing.map { commands[$0] }, timeout: timeout)
        _ = try keepDigest(again.first ?? .null, of: script)
        for (index, reply) in zip(missing, again.dropFirst()) { replies[index] = reply }
        return replies
    }

    private func keepDigest(_ reply: RedisValue, of script: RedisScript) throws(RedisError) -> String {
        guard let digest = try reply.checked().text, digest.utf8.count == 40, digest.allSatisfy(\.isHexDigit) else {
            throw .wrongReply("SCRIPT LOAD gave no digest")
        }
        digests.withLock { $0[ExactText(script.source)] = digest }
        return digest
    }
}
