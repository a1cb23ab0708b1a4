import MigratorDatabase

/// The options of a connection that libpq knows, of whichever version, and what they may be.
///
/// Checked here: the library quotes what it does not understand, and that may be a piece of a password. A message names an
/// option only if the name is one of these texts.
enum PostgresOption {
    private enum Values {
        case any
        case number
        case ports
        case oneOf([String])
    }

    /// Refuses what libpq does not know.
    ///
    /// - Throws: `DatabaseFailure` with code `.cannotOpen` that says what to write instead.
    static func check(_ parameters: [String: String], ofURL isURL: Bool) throws(DatabaseFailure) {
        for (name, value) in parameters.sorted(by: { $0.key < $1.key }) {
            let problem: String? =
                if let values = known[name] { Self.problem(name, value, values) } else { unknown(name, isURL) }
            guard let problem else { continue }
            let what = isURL ? "the PostgreSQL URL is malformed" : "the connection string is malformed"
            throw DatabaseFailure(.cannotOpen, "\(what): \(problem)")
        }
    }

    private static func problem(_ name: String, _ value: String, _ values: Values) -> String? {
        guard !value.isEmpty else { return nil }
        switch values {
        case .any:
            return nil
        case .number:
            return Int(value) == nil ? "the option \(name) is a whole number" : nil
        case .ports:
            let ports = value.split(separator: ",")
            let areNumbers = ports.allSatisfy { port in Int(port).map { (1...65_535).contains($0) } ?? false }
            return areNumbers ? nil : "the option \(name) is a number from 1 to 65535, or a list of them with commas"
        case .oneOf(let words):
            return words.contains(value) ? nil : "the option \(name) is one of \(words.joined(separator: ", "))"
        }
    }

    private static let known: [String: Values] = {
        let texts = """
            service user password passfile require_auth dbname host hostaddr client_encoding options application_name \
            fallback_application_name sslcert sslkey sslpassword sslrootcert sslcrl sslcrldir requirepeer krbsrvname gsslib \
            replication min_protocol_version max_protocol_version ssl_min_protocol_version ssl_max_protocol_version \
            scram_client_key scram_server_key sslkeylogfile oauth_issuer oauth_client_id oauth_client_secret oauth_scope
            """
        let numbers = """
            connect_timeout keepalives keepalives_idle keepalives_interval keepalives_count tcp_user_timeout sslcompression \
            sslsni gssdelegation
            """
        var known: [String: Values] = ["port": .ports]
        for name in texts.split(separator: " ") { known[String(name)] = .any }
        for name in numbers.split(separator: " ") { known[String(name)] = .number }
        known["sslmode"] = .oneOf(["disable", "allow", "prefer", "require", "verify-ca", "verify-full"])
        known["sslnegotiation"] = .oneOf(["postgres", "direct"])
        known["sslcertmode"] = .oneOf(["disable", "allow", "require"])
        known["gssencmode"] = .oneOf(["disable", "prefer", "require"])
        known["channel_binding"] = .oneOf(["disable", "prefer", "require"])
        known["load_balance_hosts"] = .oneOf(["disable", "random"])
        known["target_session_attrs"] = .oneOf([
            "any", "read-write", "read-only", "primary", "standby", "prefer-standby",
        ])
        return known
    }()

    // MARK: What others call options

    private static func unknown(_ name: String, _ isURL: Bool) -> String {
        let plain = name.lowercased()
        if known[plain] != nil { return "options are written in small letters: \(plain)" }
        if let ours = others[plain] { return "libpq has no option '\(plain)'; write \(ours)=…" }
        if let setting = settings[plain] {
            let spelling = isURL ? "options=-c%20\(setting)%3DVALUE" : "options='-c \(setting)=VALUE'"
            return "'\(plain)' is no option of a connection but a setting of its session; write \(spelling)"
        }
        if foreign.contains(plain) {
            return "'\(plain)' is an option of another tool, and means nothing here; leave it out"
        }
        let escape = isURL ? "; in a password '&' is to be written %26" : "; a value with blanks is to be quoted"
        return "it has an option that libpq does not know\(escape)"
    }

    /// Options of other drivers that libpq has under another name.
    private static let others = [
        "ssl": "sslmode", "ssl_mode": "sslmode", "username": "user", "pass": "password", "passwd": "password",
        "pwd": "password", "database": "dbname", "db": "dbname", "hostname": "host", "server": "host",
        "timeout": "connect_timeout", "connecttimeout": "connect_timeout", "connection_timeout": "connect_timeout",
        "applicationname": "application_name", "tcpkeepalive": "keepalives",
        "targetservertype": "target_session_attrs",
    ]

    /// The settings of a session, by their names there.
    private static let settings: [String: String] = {
        var settings = ["schema": "search_path", "currentschema": "search_path", "current_schema": "search_path"]
        let names = """
            search_path statement_timeout lock_timeout idle_in_transaction_session_timeout idle_session_timeout \
            transaction_timeout timezone datestyle intervalstyle role work_mem maintenance_work_mem client_min_messages \
            default_transaction_isolation default_transaction_read_only synchronous_commit row_security
            """
        for name in names.split(separator: " ") { settings[String(name)] = String(name) }
        return settings
    }()

    private static let foreign: Set<String> = [
        "pgbouncer", "connection_limit", "pool_timeout", "pool_size", "max_connections", "prepared_statements",
        "preparethreshold", "prepared_statement_cache_size", "statement_cache_size", "binary_parameters",
        "socket_timeout",
        "async_fallback", "charset",
    ]
}
