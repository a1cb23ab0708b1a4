import MigratorSystem

/// Whether this process could have a Kerberos ticket.
///
/// libpq looks for one before it connects, to encrypt by it, and loads half of a Kerberos library to find that there
/// is none: that takes as long as all else of a run with nothing to do.
package enum PostgresKerberos {
    /// The keywords that spare libpq the search for Kerberos tickets where it would find none; empty if the user has
    /// said what is wanted.
    package static func keywords(
        for configuration: PostgresSessionConfiguration,
        mayHaveTicket: Bool = Self.mayHaveTicket,
        isSet: (String) -> Bool = { SystemCalls.environment($0) != nil }
    ) -> [(key: String, value: String)] {
        guard configuration.parameters["gssencmode"] == nil, configuration.parameters["service"] == nil,
            !isSet("PGSERVICE"), !isSet("PGGSSENCMODE"), !mayHaveTicket
        else { return [] }
        return [("gssencmode", "disable")]
    }

    /// Whether there is a setting of Kerberos, or one of the paths that tickets lie in without any.
    package static var mayHaveTicket: Bool {
        #if os(Linux)
        let variables = ["KRB5_CONFIG", "KRB5CCNAME", "KRB5_KTNAME", "KRB5_CLIENT_KTNAME", "GSS_USE_PROXY"]
        let (user, starter) = SystemCalls.userIDs
        let paths = [
            "/etc/krb5.conf", "/etc/gss/mech", "/tmp/krb5cc_\(user)", "/tmp/krb5cc_\(starter)",
            "/etc/krb5/user/\(user)/client.keytab", "/var/lib/krb5/user/\(user)/client.keytab",
        ]
        return variables.contains { SystemCalls.environment($0) != nil } || paths.contains(where: SystemCalls.isThere)
        #else
        return true
        #endif
    }
}
