import MigratorDatabase

/// Reads URLs such as `postgres://user:password@host:5432,other/name?sslmode=require`.
///
/// No message repeats a part of the URL, as any of them may turn out to be a piece of the password.
enum PostgresURL {
    static func isURL(_ text: String) -> Bool { rest(of: text) != nil }

    /// The text after the scheme; `nil` if it is no URL of PostgreSQL.
    private static func rest(of url: String) -> Substring? {
        let schemes = ["postgres://", "postgresql://"]
        return schemes.first { url.prefix($0.count).lowercased() == $0 }.map { url.dropFirst($0.count) }
    }

    /// The parameters that a URL stands for, by libpq's keywords.
    static func parameters(of url: String) throws(DatabaseFailure) -> [String: String] {
        guard let rest = rest(of: url) else { throw malformed("it does not begin postgres://") }
        let authority = rest.prefix { !"/?#".contains($0) }
        let tail = rest[authority.endIndex...]
        guard !tail.contains("#") else { throw malformed("a '#' is to be written %23") }
        let path = tail.prefix { $0 != "?" }
        let query = tail[path.endIndex...].dropFirst()
        guard !path.contains("@") else {
            throw malformed("in a user's name or a password '/', '?' and '#' are to be written %2F, %3F and %23")
        }

        var parameters: [String: String] = [:]
        var hosts = authority
        if let at = authority.lastIndex(of: "@") {
            hosts = authority[authority.index(after: at)...]
            let parts = authority[..<at].split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
            parameters["user"] = try filled(parts[0])
            if parts.count == 2 { parameters["password"] = try filled(parts[1]) }
        }
        parameters.merge(try addresses(hosts)) { $1 }
        parameters["dbname"] = try filled(path.dropFirst())
        for pair in query.split(separator: "&") {
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2, !parts[0].isEmpty else {
                throw malformed("a parameter after the '?' is no pair of a name and a value")
            }
            let (key, value) = try parameter(decoded(parts[0]), decoded(parts[1]))
            parameters[key] = value
        }
        return parameters
    }

    /// JDBC's spelling of a parameter in libpq's.
    private static func parameter(_ key: String, _ value: String) -> (String, String) {
        key == "ssl" && value == "true" ? ("sslmode", "require") : (key, value)
    }

    /// Reads `host:port,[::1]:port,…`; libpq takes lists with commas, too.
    private static func addresses(_ text: Substring) throws(DatabaseFailure) -> [String: String] {
        guard !text.isEmpty else { return [:] }
        var hosts: [String] = []
        var ports: [String] = []
        for address in text.split(separator: ",", omittingEmptySubsequences: false) {
            var port: Substring = ""
            if address.first == "[" {
                guard let end = address.firstIndex(of: "]") else { throw malformed("an IPv6 address lacks its ']'") }
                hosts.append(try decoded(address[address.index(after: address.startIndex)..<end]))
                port = address[address.index(after: end)...]
                guard port.isEmpty || port.first == ":" else { throw malformed("a ']' is followed by no port") }
            } else {
                let host = address.prefix { $0 != ":" }
                hosts.append(try decoded(host))
                port = address[host.endIndex...]
            }
            port = port.dropFirst()
            guard port.isEmpty || Int(port).map({ (1...65_535).contains($0) }) == true else {
                throw malformed("a port is no number from 1 to 65535; a ':' in a password is to be written %3A")
            }
            ports.append(String(port))
        }
        var parameters: [String: String] = [:]
        if hosts.contains(where: { !$0.isEmpty }) { parameters["host"] = hosts.joined(separator: ",") }
        if ports.contains(where: { !$0.isEmpty }) { parameters["port"] = ports.joined(separator: ",") }
        return parameters
    }

    private static func filled(_ text: Substring) throws(DatabaseFailure) -> String? {
        text.isEmpty ? nil : try decoded(text)
    }

    private static func decoded(_ text: Substring) throws(DatabaseFailure) -> String {
        var bytes: [UInt8] = []
        var rest = text.utf8
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                continue
            }
            guard let high = rest.popFirst().flatMap(digit), let low = rest.popFirst().flatMap(digit) else {
                throw malformed("a '%' is followed by no two hexadecimal digits; itself it is to be written %25")
            }
            bytes.append(high << 4 | low)
        }
        guard !bytes.contains(0), let decoded = String(validating: bytes, as: UTF8.self) else {
            throw malformed("a part of it is no UTF-8 text")
        }
        return decoded
    }

    private static func digit(_ byte: UInt8) -> UInt8? {
        Character(UnicodeScalar(byte)).hexDigitValue.flatMap { byte < 0x80 ? UInt8($0) : nil }
    }

    private static func malformed(_ reason: String) -> DatabaseFailure {
        DatabaseFailure(.cannotOpen, "the PostgreSQL URL is malformed: \(reason)")
    }
}
