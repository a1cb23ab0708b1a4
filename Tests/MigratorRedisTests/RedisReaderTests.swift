import Foundation
import MigratorRedis
import MigratorTestSupport
import Testing

/// All replies in some bytes, which come in pieces of a length.
private func replies(
    _ bytes: [UInt8],
    piece: Int = .max,
    maximumSize: Int = 1 << 20,
    maximumElements: Int = 1000
) throws(RedisError) -> [RedisValue] {
    let reader = try RedisReader(maximumSize: maximumSize, maximumElements: maximumElements)
    var found: [RedisValue] = []
    var rest = bytes[...]
    while !rest.isEmpty {
        let part = Array(rest.prefix(piece))
        rest = rest.dropFirst(part.count)
        try part.withUnsafeBufferPointer { part throws(RedisError) in
            try reader.feed(UnsafeRawBufferPointer(part))
        }
        while let reply = try reader.next() { found.append(reply) }
    }
    return found
}

private func replies(_ text: String, piece: Int = .max) throws(RedisError) -> [RedisValue] {
    try replies(Array(text.utf8), piece: piece)
}

@Test(arguments: [1, 2, 3, 1000])
func readsEveryTypeOfReply(_ piece: Int) throws {
    #expect(try replies("+OK\r\n", piece: piece) == [.status("OK")])
    #expect(try replies("+\r\n:0\r\n:-12\r\n", piece: piece) == [.status(""), .integer(0), .integer(-12)])
    #expect(
        try replies(":9223372036854775807\r\n:-9223372036854775808\r\n", piece: piece)
            == [.integer(.max), .integer(.min)]
    )
    #expect(try replies("$0\r\n\r\n$5\r\na\r\nbc\r\n", piece: piece) == [.bytes([]), .bytes(Array("a\r\nbc".utf8))])
    #expect(try replies("$-1\r\n*-1\r\n*0\r\n", piece: piece) == [.null, .null, .array([])])
    let nested = try replies("*3\r\n*2\r\n:1\r\n$-1\r\n*0\r\n*1\r\n+x\r\n:7\r\n", piece: piece)
    #expect(
        nested == [.array([.array([.integer(1), .null]), .array([]), .array([.status("x")])]), .integer(7)]
    )
    let errors = try replies("-ERR no such thing\r\n*1\r\n-WRONGTYPE x\r\n", piece: piece)
    #expect(errors.count == 2)
    guard case .error(let first) = errors[0], case .error(let second)? = errors[1].array?.first else {
        Issue.record("no errors")
        return
    }
    #expect(first.code == .server && first.kind == "ERR" && first.message.contains("no such thing"))
    #expect(second.code == .wrongType && second.kind == "WRONGTYPE")
}

@Test
func readsEightLevelsAndNoMore() throws {
    func nested(_ depth: Int) -> String { String(repeating: "*1\r\n", count: depth) + ":1\r\n" }
    var value = RedisValue.integer(1)
    for _ in 0..<8 { value = .array([value]) }
    #expect(try replies(nested(8)) == [value])
    for depth in [9, 10, 100_000] {
        let error = #expect(throws: RedisError.self) { try replies(nested(depth)) }
        #expect(error?.code == .wrongReply)
    }
}

@Test(arguments: [
    "hello\r\n", "\r\n", "\0", "$abc\r\n", "$-2\r\n", "$\r\n", "$ 1\r\na\r\n", "$1\r\nabc", "$1\r\na\rb",
    "$99999999999999999999\r\n", "$9223372036854775807\r\n", "$1048577\r\n", "*-2\r\n", "*x\r\n",
    "*9223372036854775807\r\n", "*2147483647\r\n", "*2147483648\r\n", "*1001\r\n", ":\r\n", ":1x\r\n",
    ":9223372036854775808\r\n", ":--1\r\n", "*1\r\n?\r\n", "%1\r\n+a\r\n+b\r\n", ",1.5\r\n", "#t\r\n", "_\r\n",
    "*2\r\n:1\r\n>1\r\n",
])
func refusesWhatIsNoReply(_ text: String) {
    for piece in [1, 2, .max] {
        let error = #expect(throws: RedisError.self) { try replies(text, piece: piece) }
        #expect(error?.code == .wrongReply)
    }
}

@Test
func refusesWhatIsTooLarge() throws {
    // The announcement is enough.
    #expect(throws: RedisError.self) { try replies("$1048570\r\n") }
    let fits = [UInt8]("$1000000\r\n".utf8) + [UInt8](repeating: 7, count: 1_000_000) + [13, 10]
    #expect(try replies(fits) == [.bytes([UInt8](repeating: 7, count: 1_000_000))])
    #expect(try replies(fits + fits, piece: 70_000).count == 2)
    // Parts of an array count together, and numbers count as well.
    let array = [UInt8]("*2\r\n".utf8) + fits + fits
    let error = #expect(throws: RedisError.self) { try replies(array, piece: 70_000) }
    #expect(error?.code == .wrongReply && error?.message.contains("1048576 bytes") == true)
    let numbers = "*1000\r\n" + String(repeating: "*0\r\n", count: 1000)
    #expect(try replies(numbers).count == 1)
    #expect(throws: RedisError.self) { try replies(Array(numbers.utf8), maximumSize: 10_000) }
    // Arrays of arrays count together.
    let arrays = "*2\r\n" + String(repeating: "*600\r\n" + String(repeating: ":1\r\n", count: 600), count: 2)
    let elements = #expect(throws: RedisError.self) { try replies(arrays) }
    #expect(elements?.message.contains("1000 elements") == true)
    // A line without an end.
    for start in ["+", "-", ":", "*", "$"] {
        let line = Array((start + String(repeating: "1", count: 100_000)).utf8)
        let endless = #expect(throws: RedisError.self) { try replies(line, piece: 1000) }
        #expect(endless?.code == .wrongReply)
    }
}

@Test
func survivesAnything() async throws {
    var random = SeededRandom(Rounds.seed)
    let rounds = Rounds.count(reduced: 10_000, full: 1_000_000)
    let words = [
        "+OK\r\n", "-ERR x\r\n", ":1\r\n", "$3\r\nabc\r\n", "$-1\r\n", "*2\r\n", "*-1\r\n", "*0\r\n", "*1\r\n", "\r\n",
        "$", "*", "9", "0", "-", "\r", "\n", "$1000000000\r\n", "*1000000000\r\n", "\0", "a",
    ].map { Array($0.utf8) }
    var good = 0
    var bad = 0
    for round in 0..<rounds {
        // Others wait for servers meanwhile.
        if round % 50 == 0 { await Task.yield() }
        var bytes: [UInt8] = []
        for _ in 0..<Int.random(in: 1...12, using: &random) {
            bytes += words.randomElement(using: &random) ?? []
        }
        if Int.random(in: 0..<4, using: &random) == 0, let place = bytes.indices.randomElement(using: &random) {
            bytes[place] = UInt8.random(in: 0...255, using: &random)
        }
        let piece = Int.random(in: 1...20, using: &random)
        let pieces = Result { () throws(RedisError) in try replies(bytes, piece: piece) }
        let whole = Result { () throws(RedisError) in try replies(bytes) }
        switch (pieces, whole) {
        case (.success(let one), .success(let other)):
            #expect(one == other, "\(bytes)")
            good += 1
        case (.failure(let error), .failure):
            #expect(error.code == .wrongReply)
            bad += 1
        // In pieces the same bytes may be refused earlier or later, but not taken for something else.
        default: Issue.record("it depends on the pieces: \(bytes)")
        }
    }
    #expect(good > rounds / 20 && bad > rounds / 20)
}

@Test
func errorsHaveTheirCodes() {
    let codes: [(String, RedisError.Code, String)] = [
        ("NOAUTH Authentication required.", .authenticationFailed, "NOAUTH"),
        ("WRONGPASS invalid username-password pair", .authenticationFailed, "WRONGPASS"),
        ("NOPERM this user has no permissions", .notPermitted, "NOPERM"),
        ("NOSCRIPT No matching script.", .noScript, "NOSCRIPT"),
        ("OOM command not allowed when used memory > 'maxmemory'.", .outOfMemory, "OOM"),
        ("READONLY You can't write against a read only replica.", .readOnlyReplica, "READONLY"),
        ("LOADING Redis is loading the dataset in memory", .loading, "LOADING"),
        ("BUSY Redis is busy running a script.", .busy, "BUSY"),
        ("BUSYKEY Target key name already exists.", .server, "BUSYKEY"),
        ("MASTERDOWN Link with MASTER is down", .masterDown, "MASTERDOWN"),
        ("CLUSTERDOWN The cluster is down", .busy, "CLUSTERDOWN"),
        ("ERR max number of clients reached", .busy, "ERR"),
        ("ERR SELECT is not allowed in cluster mode", .server, "ERR"),
        ("ERR Error running script (call to f_1): @user_script:1: -OOM command not allowed", .outOfMemory, "ERR"),
        ("MOVED 3999 127.0.0.1:6381", .server, "MOVED"), ("no kind at all", .server, "ERR"), ("", .server, "ERR"),
    ]
    for (text, code, kind) in codes {
        let error = RedisError(reply: text)
        #expect(error.code == code && error.kind == kind, "\(text)")
    }
    #expect(RedisError(reply: "LOADING x").isTransient && !RedisError(reply: "OOM x").isTransient)
    let unknown = RedisError(reply: "ERR unknown command 'FOO', with args beginning with: 'hunter2' ")
    #expect(!unknown.message.contains("hunter2") && unknown.message.contains("FOO"))
    #expect(!RedisError(reply: "ERR a\u{1B}[31m\nb").message.contains { $0 == "\u{1B}" || $0.isNewline })
    #expect(RedisError(reply: "ERR " + String(repeating: "x", count: 10_000)).message.count < 400)
}
