import BlockingExecution
import CLibPQ
import Database

/// Opens sessions.
enum PostgresOpening {
    static func open(
        _ configuration: PostgresConfiguration,
        _ interrupter: PipeInterrupter
    ) throws(DatabaseError) -> OpaquePointer {
        guard let connection = start(configuration) else { throw DatabaseError(.cannotOpen, "out of memory") }
        do throws(DatabaseError) {
            try wait(for: connection, configuration, interrupter, seconds: timeout(of: connection))
            return connection
        } catch {
            PQfinish(connection)
            throw error
        }
    }

    private static func start(_ configuration: PostgresConfiguration) -> OpaquePointer? {
        // Keywords one by one, not to be expanded: the library's messages about a URL print its password.
        let all = configuration.keywords + PostgresKerberos.keywords(for: configuration)
        var keywords = all.map { CString($0.key) }
        var values = all.map { CString($0.value) }
        return withPointers(&keywords) { keywords in
            withPointers(&values) { values in PQconnectStartParams(keywords, values, 0) }
        }
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

    private static func wait(
        for connection: OpaquePointer,
        _ configuration: PostgresConfiguration,
        _ interrupter: PipeInterrupter,
        seconds: Int
    ) throws(DatabaseError) {
        // Until there is somebody to hear them: left alone, libpq prints notices.
        PQsetNoticeReceiver(connection, { _, _ in }, nil)
        // With the place in the server's source comes the SQLSTATE, which nothing else tells of a failed opening.
        PQsetErrorVerbosity(connection, PQERRORS_VERBOSE)
        let end = seconds > 0 ? ContinuousClock.now + .seconds(seconds) : nil
        var progress = PQstatus(connection) == CONNECTION_BAD ? PGRES_POLLING_FAILED : PGRES_POLLING_WRITING
        while progress != PGRES_POLLING_OK {
            guard progress != PGRES_POLLING_FAILED else { throw failure(of: connection, configuration) }
            guard !interrupter.isCancelled else { throw DatabaseError(.cancelled, "connecting was interrupted") }
            let milliseconds = end.map { max(0, min(1000, ContinuousClock.now.duration(to: $0) / .milliseconds(1))) }
            if milliseconds == 0 {
                throw DatabaseError(
                    .cannotOpen,
                    "\(configuration): the server did not answer within \(seconds) s",
                    hint: "connect_timeout sets how long to wait"
                )
            }
            let writes = progress == PGRES_POLLING_WRITING
            let ready = migrator_pq_wait(
                PQsocket(connection),
                writes ? 0 : 1,
                writes ? 1 : 0,
                interrupter.descriptor,
                Int32(milliseconds ?? 1000)
            )
            if ready < 0 || ready & 1 != 0 { progress = PQconnectPoll(connection) }
        }
        PQsetErrorVerbosity(connection, PQERRORS_DEFAULT)
    }

    /// How long all hosts together may take, in seconds; 0 for ever.
    ///
    /// It may be said by a keyword, a variable or a service: libpq knows.
    private static func timeout(of connection: OpaquePointer) -> Int {
        guard let options = PQconninfo(connection) else { return PostgresConfiguration.defaultTimeout }
        defer { PQconninfoFree(options) }
        var option = options
        while let keyword = option.pointee.keyword {
            if String(cString: keyword) == "connect_timeout" {
                let seconds = option.pointee.val.flatMap { Int(String(cString: $0)) }
                return max(0, seconds ?? PostgresConfiguration.defaultTimeout)
            }
            option += 1
        }
        return PostgresConfiguration.defaultTimeout
    }

    // MARK: Failure

    private static func failure(
        of connection: OpaquePointer,
        _ configuration: PostgresConfiguration
    ) -> DatabaseError {
        let said = PQerrorMessage(connection).map { String(cString: $0) } ?? ""
        // The password may come from a variable or a file.
        let used = PQpass(connection).map { String(cString: $0) } ?? ""
        let passwords = [configuration.parameters["password"] ?? "", used]
        let (message, state) = withoutPlace(PostgresText.scrubbed(said, of: passwords))
        let needsPassword = PQconnectionNeedsPassword(connection) != 0
        let code: DatabaseError.Code =
            switch state?.prefix(2) {
            case "28": .authenticationFailed
            case "42": .permissionDenied
            case nil where needsPassword: .authenticationFailed
            default: .cannotOpen
            }
        return DatabaseError(
            code,
            PostgresText.line(message),
            sqlState: state,
            hint: needsPassword ? "give a password by PGPASSWORD or a password file" : nil
        )
    }

    /// The message without SQLSTATE and without the place in the server's source, and the SQLSTATE.
    private static func withoutPlace(_ text: String) -> (message: String, state: String?) {
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
