public import CacheBridge

extension RedisStore {
    /// How many names the server looks at for one page.
    private static let pageSize = 500

    /// Lists strings whose names begin with a text: `SCAN`, then `STRLEN`, `PTTL` and `GETRANGE` of each, pipelined.
    public func page(
        of prefix: String,
        after cursor: RemotePage.Cursor?,
        head: Int
    ) async throws(CacheError) -> RemotePage {
        let scan = RedisCommand(
            "SCAN",
            cursor?.text ?? "0",
            "MATCH",
            Self.pattern(prefix),
            "COUNT",
            String(Self.pageSize),
            "TYPE",
            "string"
        )
        let found = try await run(scan).array ?? []
        guard found.count == 2, let next = found[0].text, let names = found[1].array?.compactMap(\.text) else {
            throw unexpected("SCAN")
        }
        let replies = try await run(
            names.flatMap { name in
                [
                    RedisCommand("STRLEN", name), RedisCommand("PTTL", name),
                    RedisCommand("GETRANGE", name, "0", String(head - 1)),
                ]
            }
        )
        guard replies.count == names.count * 3 else { throw unexpected("STRLEN") }
        var entries: [RemotePage.Entry] = []
        for (index, name) in names.enumerated() {
            guard let bytes = replies[index * 3].integer, let left = replies[index * 3 + 1].integer,
                let start = replies[index * 3 + 2].bytes
            else { throw unexpected("STRLEN") }
            // -2: its time was over meanwhile; -1: it has no end.
            guard left != -2 else { continue }
            let remaining: Duration? = left < 0 ? nil : .milliseconds(left)
            entries.append(RemotePage.Entry(name: name, bytes: bytes, remaining: remaining, head: start))
        }
        return RemotePage(entries: entries, next: next == "0" ? nil : RemotePage.Cursor(next))
    }

    /// The pattern of `MATCH` for names that begin with a text.
    private static func pattern(_ prefix: String) -> String {
        var pattern = ""
        for character in prefix {
            if "*?[]\\".contains(character) { pattern.append("\\") }
            pattern.append(character)
        }
        return pattern + "*"
    }

    /// Adds to counters, those of a name together.
    public func count(_ growth: [CounterGrowth], lifetime: Duration) async throws(CacheError) {
        var calls: [Call] = []
        for one in growth {
            var arguments: [[UInt8]] = [Array(milliseconds(lifetime).utf8)]
            for (name, count) in one.counters {
                arguments.append(Array(name.utf8))
                arguments.append(Array(String(count).utf8))
            }
            calls.append(Call(keys: [one.name], arguments: arguments))
        }
        _ = try await run(Self.count, calls)
    }

    /// The counters that lie under names: `HGETALL`, pipelined.
    public func counters(of names: [String]) async throws(CacheError) -> [[String: Int]] {
        try await run(names.map { RedisCommand("HGETALL", $0) }).map { reply throws(CacheError) in
            guard let fields = reply.array else { throw unexpected("HGETALL") }
            var counters: [String: Int] = [:]
            for index in stride(from: 0, to: fields.count - 1, by: 2) {
                if let name = fields[index].text, let count = fields[index + 1].integer { counters[name] = count }
            }
            return counters
        }
    }

    private static let count = RedisScript(RemoteScript.count)
}
