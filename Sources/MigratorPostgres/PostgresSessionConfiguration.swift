public import MigratorDatabase

/// How to reach a PostgreSQL database.
///
/// Holds libpq's connection parameters by keyword. What they leave open libpq takes from the `PG*` environment
/// variables, the service file and the password file. Printing a configuration never shows a password.
public struct PostgresSessionConfiguration: Hashable, Sendable {
    /// The parameters by libpq's keywords, such as `host` or `sslmode`.
    ///
    /// https://www.postgresql.org/docs/15/libpq-connect.html#LIBPQ-PARAMKEYWORDS
    public var parameters: [String: String]

    /// Creates a configuration from parameters.
    public init(parameters: [String: String] = [:]) {
        self.parameters = parameters
    }

    /// Creates a configuration for the database that a URL names.
    ///
    /// - Throws: `DatabaseFailure` with code `.cannotOpen` if it is no PostgreSQL URL or malformed.
    public init(_ url: DatabaseURL) throws(DatabaseFailure) {
        guard url.kind == .postgres else { throw DatabaseFailure(.cannotOpen, "\(url) is no PostgreSQL database") }
        try self.init(connectionString: url.location)
    }

    /// Creates a configuration from a URL, or from a string of keywords such as `host=localhost dbname=app`.
    ///
    /// - Throws: `DatabaseFailure` with code `.cannotOpen` if it is malformed.
    public init(connectionString text: String) throws(DatabaseFailure) {
        let isURL = PostgresURL.isURL(text)
        parameters = isURL ? try PostgresURL.parameters(of: text) : try KeywordString.parameters(of: text)
        try PostgresOption.check(parameters, ofURL: isURL)
    }

    /// All that is passed to libpq.
    var keywords: [(key: String, value: String)] {
        var all = parameters
        // The name that the variables and the service file leave open.
        if all["fallback_application_name"] == nil { all["fallback_application_name"] = "migrator" }
        all["client_encoding"] = "UTF8"
        return all.sorted { $0.key < $1.key }
    }
}

extension PostgresSessionConfiguration: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// A URL without a password: the server, the database and the user.
    public var description: String {
        DatabaseURL.description(of: parameters)
    }

    /// The same as ``description``.
    public var debugDescription: String { description }

    /// Shows no more than ``description``, so that `dump` prints no password.
    public var customMirror: Mirror { Mirror(self, children: [("description", description)]) }
}
