import CMigratorPostgres
import MigratorBlocking
import MigratorDatabase

/// Opens sessions.
enum PostgresOpening {
    /// How long an address may take, unless the options say otherwise.
    static let defaultTimeout = 10

    static func open(
        _ configuration: PostgresSessionConfiguration,
        _ interrupter: PipeInterrupter
    ) throws(DatabaseFailure) -> OpaquePointer {
        var keywords: [String: String] = [:]
        let all = configuration.keywords + PostgresKerberos.keywords(for: configuration)
        for (key, value) in all + PostgresKeepalive.keywords(for: configuration) { keywords[key] = value }
        let connection = try start(keywords)
        // They may be said by a keyword, a variable or a service: libpq knows.
        let options = options(of: connection)
        let hosts = PostgresHosts(options)
        let attempt = PostgresAttempt(keywords: keywords, seconds: timeout(options), interrupter: interrupter)
        guard hosts.list.count > 1, PQstatus(connection) != CONNECTION_BAD else {
            return try attempt.reach(hosts.list.first ?? [:], by: connection)
        }
        PQfinish(connection)
        var failures: [DatabaseFailure] = []
        for round in hosts.rounds {
            failures = []
            for host in hosts.list {
                do throws(DatabaseFailure) {
                    return try attempt.reach(host.merging(round) { $1 })
                } catch {
                    guard leavesOthers(error) else { throw error }
                    failures.append(error)
                }
            }
        }
        throw DatabaseFailure(
            .cannotOpen,
            failures.map(\.message).joined(separator: "; "),
            sqlState: failures.last?.sqlState,
            hint: failures.lazy.compactMap(\.hint).first
        )
    }

    /// Whether another host may do after this: not where a server has answered, unless it is only starting up.
    private static func leavesOthers(_ error: DatabaseFailure) -> Bool {
        error.code == .cannotOpen && (error.sqlState == nil || error.sqlState == "57P03")
    }

    static func start(_ keywords: [String: String]) throws(DatabaseFailure) -> OpaquePointer {
        // Keywords one by one, not to be expanded: the library's messages about a URL print its password.
        let all = keywords.sorted { $0.key < $1.key }
        var names = all.map { CString($0.key) }
        var values = all.map { CString($0.value) }
        let connection = withPointers(&names) { names in
            withPointers(&values) { values in PQconnectStartParams(names, values, 0) }
        }
        guard let connection else { throw DatabaseFailure(.cannotOpen, "out of memory") }
        return connection
    }

    private struct CString {
        let bytes: [CChar]

        init(_ text: String) { bytes = text.utf8CString.map { $0 } }
    }

    /// Passes texts as a C array that ends with a null pointer.
    private static func withPointers<Result>(
        _ strings: inout [CString],
        _ body: (UnsafePointer<UnsafePointer<CChar>?>?) -> Result
    ) -> Result {
        let all = strings.flatMap(\.bytes)
        return all.withUnsafeBufferPointer { buffer in
            var offset = 0
            var pointers: [UnsafePointer<CChar>?] = []
            for string in strings {
                pointers.append(buffer.baseAddress.map { $0 + offset })
                offset += string.bytes.count
            }
            pointers.append(nil)
            return pointers.withUnsafeBufferPointer { body($0.baseAddress) }
        }
    }

    /// The options of a connection that have a value.
    private static func options(of connection: OpaquePointer) -> [String: String] {
        guard let list = PQconninfo(connection) else { return [:] }
        defer { PQconninfoFree(list) }
        var options: [String: String] = [:]
        var option = list
        while let keyword = option.pointee.keyword {
            if let value = option.pointee.val { options[String(cString: keyword)] = String(cString: value) }
            option += 1
        }
        return options
    }

    /// How long each address may take, in seconds; 0 for ever.
    private static func timeout(_ options: [String: String]) -> Int {
        max(0, options["connect_timeout"].flatMap { Int($0) } ?? defaultTimeout)
    }

    // MARK: Failure

    /// Reads why libpq has given up.
    ///
    /// Passwords are not searched for in its message: where it is given keywords it quotes none, and a replacement
    /// would show to a reader who knows the message that the replaced text is the password.
    static func failure(of connection: OpaquePointer) -> DatabaseFailure {
        let said = PQerrorMessage(connection).map { String(cString: $0) } ?? ""
        let (message, state) = withoutLocation(said)
        let needsPassword = PQconnectionNeedsPassword(connection) != 0
        let code: DatabaseFailure.Code =
            switch state?.prefix(2) {
            case "28": .authenticationFailed
            case "42": .permissionDenied
            case nil where needsPassword: .authenticationFailed
            default: .cannotOpen
            }
        return DatabaseFailure(
            code,
            PostgresText.line(message),
            sqlState: state,
            hint: needsPassword ? "give a password by PGPASSWORD or a password file" : nil
        )
    }

    /// The message without SQLSTATE and without the location in the server's source, and the SQLSTATE.
    private static func withoutLocation(_ text: String) -> (message: String, state: String?) {
        var state: String?
        var lines: [String] = []
        for line in text.split(whereSeparator: \.isNewline) {
            guard let mark = line.firstRange(of: ":  ") else {
                lines.append(String(line))
                continue
            }
            // LOCATION:  auth_failed, auth.c:335
            let rest = line[mark.upperBound...]
            if rest.contains(".c:") { continue }
            let word = rest.prefix(5)
            let isState = word.utf8.count == 5 && word.allSatisfy { $0.isNumber || $0.isUppercase }
            guard isState, rest.dropFirst(5).hasPrefix(": ") else {
                lines.append(String(line))
                continue
            }
            state = String(word)
            lines.append(String(line[..<mark.lowerBound]) + ": " + String(rest.dropFirst(7)))
        }
        return (lines.joined(separator: "\n"), state)
    }
}
