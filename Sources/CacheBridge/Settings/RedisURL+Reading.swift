extension RedisURL {
    /// A problem in a URL, as a part of a sentence.
    struct Malformed: Error {
        let reason: String

        init(_ reason: String) {
            self.reason = reason
        }
    }

    mutating func read(_ url: String) throws(Malformed) {
        guard let mark = url.firstRange(of: "://") else { throw Malformed("it does not begin redis://") }
        let rest = url[mark.upperBound...]
        let authority = rest.prefix { !"/?#".contains($0) }
        let tail = rest[authority.endIndex...]
        guard !tail.contains("@") else {
            throw Malformed("in a user's name or a password '/', '?' and '#' are to be written %2F, %3F and %23")
        }
        guard !tail.contains("#") else { throw Malformed("a '#' is to be written %23") }
        let path = tail.prefix { $0 != "?" }
        var address = authority
        if let at = authority.lastIndex(of: "@") {
            try readLogin(authority[..<at])
            address = authority[authority.index(after: at)...]
        }
        switch url[..<mark.lowerBound].lowercased() {
        case "redis":
            endpoint = try Self.host(address)
            if path.count > 1 { database = try Self.number(try Self.decoded(path.dropFirst(), "the database")) }
        case "unix", "redis+unix", "redis+socket":
            guard address.isEmpty else { throw Malformed("a socket's path does not begin with '/'") }
            guard path.count > 1 else { throw Malformed("the path of the socket is missing") }
            endpoint = .unixSocket(try Self.decoded(path, "the path"))
        case "rediss": throw Malformed("it asks for TLS, which is not there; use a tunnel and redis://")
        default: throw Malformed("its scheme is none of redis, unix and redis+unix")
        }
        for pair in tail[path.endIndex...].dropFirst().split(separator: "&") {
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2, ["db", "database"].contains(parts[0]) else {
                throw Malformed("after the '?' only db=NUMBER is known")
            }
            database = try Self.number(try Self.decoded(parts[1], "the database"))
        }
    }

    private mutating func readLogin(_ login: Substring) throws(Malformed) {
        let parts = login.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        let name = try Self.decoded(parts[0], "the user")
        guard parts.count == 2 else {
            if name.isEmpty { return }
            throw Malformed("the user has no password; a password without a user is written ':password@'")
        }
        let secret = try Self.decoded(parts[1], "the password")
        guard !secret.isEmpty || name.isEmpty else { throw Malformed("the password is empty") }
        user = name.isEmpty ? nil : name
        password = secret.isEmpty ? nil : secret
    }

    private static func host(_ address: Substring) throws(Malformed) -> Endpoint {
        var host: Substring
        var port: Substring
        if address.first == "[" {
            guard let end = address.firstIndex(of: "]") else { throw Malformed("an IPv6 address lacks its ']'") }
            host = address[address.index(after: address.startIndex)..<end]
            port = address[address.index(after: end)...]
            guard host.contains(":") else { throw Malformed("what stands in '[]' is no IPv6 address") }
            guard port.isEmpty || port.first == ":" else { throw Malformed("a ']' is followed by no port") }
        } else {
            host = address.prefix { $0 != ":" }
            port = address[host.endIndex...]
        }
        port = port.dropFirst()
        guard !host.contains(",") else { throw Malformed("it has several hosts, and one server is asked for") }
        guard let number = port.isEmpty ? 6379 : whole(port), (1...65_535).contains(number) else {
            throw Malformed("the port is no number from 1 to 65535; a ':' in a password is to be written %3A")
        }
        let name = try decoded(host, "the host")
        return .host(name.isEmpty ? "localhost" : name, port: number)
    }

    private static func number(_ text: String) throws(Malformed) -> Int {
        guard let number = whole(text[...]), number <= 65_535 else {
            throw Malformed("the database is no number from 0 to 65535")
        }
        return number
    }

    private static func whole(_ text: Substring) -> Int? {
        text.utf8.allSatisfy { (48...57).contains($0) } ? Int(text) : nil
    }

    /// Turns `%40` back into `@`.
    private static func decoded(_ text: Substring, _ part: String) throws(Malformed) -> String {
        var bytes: [UInt8] = []
        var rest = text.utf8[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                continue
            }
            guard let high = rest.popFirst().flatMap(digit), let low = rest.popFirst().flatMap(digit) else {
                throw Malformed(
                    "in \(part) a '%' is followed by no two hexadecimal digits; itself it is to be written %25"
                )
            }
            bytes.append(high << 4 | low)
        }
        guard !bytes.contains(0), let decoded = String(validating: bytes, as: UTF8.self) else {
            throw Malformed("\(part) is no UTF-8 text")
        }
        return decoded
    }

    private static func digit(_ byte: UInt8) -> UInt8? {
        Character(UnicodeScalar(byte)).hexDigitValue.flatMap { byte < 0x80 ? UInt8($0) : nil }
    }
}
