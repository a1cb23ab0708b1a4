/// A command: its name and its arguments, each of any bytes.
package struct RedisCommand: Hashable, Sendable {
    /// The name and the arguments, one after the other.
    private(set) var bytes: [UInt8] = []
    /// The end of each argument.
    private(set) var ends: [Int] = []

    /// Creates a command of words, such as `RedisCommand("SET", "key", "value")`.
    package init(_ words: String...) {
        bytes.reserveCapacity(words.reduce(0) { $0 + $1.utf8.count })
        ends.reserveCapacity(words.count)
        for word in words { append(word) }
    }

    /// Creates a command of a name and arguments.
    package init(_ name: String, _ arguments: [[UInt8]]) {
        bytes.reserveCapacity(arguments.reduce(name.utf8.count) { $0 + $1.count })
        ends.reserveCapacity(arguments.count + 1)
        append(name)
        for argument in arguments { append(argument) }
    }

    /// Creates a command of a name and words.
    package init(_ name: String, words: [String]) {
        bytes.reserveCapacity(words.reduce(name.utf8.count) { $0 + $1.utf8.count })
        ends.reserveCapacity(words.count + 1)
        append(name)
        for word in words { append(word) }
    }

    /// Appends a text as one argument.
    package mutating func append(_ text: String) {
        bytes.append(contentsOf: text.utf8)
        ends.append(bytes.count)
    }

    /// Appends bytes as one argument.
    package mutating func append(_ argument: some Collection<UInt8>) {
        bytes.append(contentsOf: argument)
        ends.append(bytes.count)
    }

    /// Appends a number, in decimal digits, as one argument.
    package mutating func append(_ number: Int) {
        append(String(number))
    }

    /// The name and the arguments.
    package var arguments: [[UInt8]] {
        ends.indices.map { Array(bytes[($0 == 0 ? 0 : ends[$0 - 1])..<ends[$0]]) }
    }

    /// The first word in upper case.
    var name: String {
        String(decoding: bytes[..<(ends.first ?? 0)], as: UTF8.self).uppercased()
    }
}

extension RedisCommand: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The name and how many arguments there are, without any of them.
    package var description: String { "\(name) and \(max(0, ends.count - 1)) arguments" }

    /// The same as ``description``.
    package var debugDescription: String { description }

    /// Shows no more than ``description``, so that `dump` prints no value.
    package var customMirror: Mirror { Mirror(self, children: [("description", description)]) }
}

extension RedisCommand {
    /// Bytes that Redis takes in one argument by default.
    static let limit = 512 << 20

    /// Refuses what would leave a connection in a state that the next command does not expect.
    func check() throws(RedisError) {
        guard let length = ends.first, length > 0 else {
            throw RedisError(.unsupported, "a Redis command has no name")
        }
        guard bytes.count <= Self.limit else {
            throw RedisError(.unsupported, "a Redis command is longer than the 512 MiB that a server takes")
        }
        // Nearly all commands are told apart by their first letter and their length.
        guard Self.marks.contains(Self.mark(bytes[0], length)), Self.refused.contains(name) else { return }
        if name == "CLIENT" {
            guard ends.count > 1, String(decoding: arguments[1], as: UTF8.self).uppercased() == "REPLY" else { return }
        }
        throw RedisError(
            .unsupported,
            "\(name) would change the connection for the commands that follow; the configuration chooses user and "
                + "database, and a RedisSubscriber subscribes"
        )
    }

    private static let refused: Set<String> = [
        "SUBSCRIBE", "PSUBSCRIBE", "SSUBSCRIBE", "UNSUBSCRIBE", "PUNSUBSCRIBE", "SUNSUBSCRIBE", "MONITOR", "SELECT",
        "AUTH", "HELLO", "RESET", "QUIT", "SYNC", "PSYNC", "CLIENT",
    ]
    private static let marks = Set(refused.map { mark($0.utf8.first ?? 0, $0.utf8.count) })

    private static func mark(_ initial: UInt8, _ length: Int) -> Int { length << 8 | Int(initial & 0xDF) }
}
