import MigratorSystem

/// Keywords that make a session notice within a minute that its server has vanished: by default the network takes two
/// hours.
package enum PostgresKeepalive {
    /// The keywords that neither the configuration sets nor a service, whose file only libpq reads.
    package static func keywords(
        for configuration: PostgresSessionConfiguration,
        isSet: (String) -> Bool = { SystemCalls.environment($0) != nil }
    ) -> [(key: String, value: String)] {
        guard configuration.parameters["service"] == nil, !isSet("PGSERVICE") else { return [] }
        return defaults.filter { configuration.parameters[$0.key] == nil }
    }

    /// Seconds, a number of probes, and the milliseconds that what was sent may go unanswered.
    private static let defaults: [(key: String, value: String)] = [
        ("keepalives_idle", "30"), ("keepalives_interval", "10"), ("keepalives_count", "3"),
        ("tcp_user_timeout", "60000"),
    ]
}
