import MigratorDatabase
import MigratorPostgres
import Testing

/// Lists of hosts, as libpq reads them.
struct PostgresHostsTests {
    @Test(arguments: [
        ([:], [["port": "5432"]]),
        (["host": "a"], [["host": "a", "port": "5432"]]),
        (["host": "a,b", "port": "1,2"], [["host": "a", "port": "1"], ["host": "b", "port": "2"]]),
        (["host": "a,b", "port": "7"], [["host": "a", "port": "7"], ["host": "b", "port": "7"]]),
        (
            ["host": "a,,c", "port": "1,,3"],
            [["host": "a", "port": "1"], ["port": "5432"], ["host": "c", "port": "3"]]
        ),
        (
            ["host": "a,b", "hostaddr": "1.1.1.1,2.2.2.2"],
            [
                ["host": "a", "hostaddr": "1.1.1.1", "port": "5432"],
                ["host": "b", "hostaddr": "2.2.2.2", "port": "5432"],
            ]
        ),
        (
            ["hostaddr": "1.1.1.1,2.2.2.2"],
            [["hostaddr": "1.1.1.1", "port": "5432"], ["hostaddr": "2.2.2.2", "port": "5432"]]
        ),
    ])
    func eachIsTriedByItself(_ options: [String: String], _ hosts: [[String: String]]) {
        #expect(PostgresHosts(options).list == hosts)
    }

    @Test func whoPrefersAStandbyAsksAllHostsTwice() {
        #expect(
            PostgresHosts(["target_session_attrs": "prefer-standby"]).rounds.map(\.values.first) == ["standby", "any"]
        )
        #expect(PostgresHosts(["target_session_attrs": "primary"]).rounds == [[:]])
    }

    @Test func aHostMayHaveSeveralAddresses() {
        #expect(PostgresHosts.addresses(of: ["host": "127.0.0.1"]) == ["127.0.0.1"])
        #expect(PostgresHosts.addresses(of: ["host": "localhost"]).contains("127.0.0.1"))
        for none in [["host": "/tmp"], ["host": "no-such-host.invalid"], [:], ["host": "a", "hostaddr": "1.1.1.1"]] {
            #expect(PostgresHosts.addresses(of: none).isEmpty, "\(none)")
        }
    }

    /// A server that vanishes is noticed within a minute, unless somebody has said otherwise.
    @Test func aVanishedServerIsNoticed() {
        func keywords(_ parameters: [String: String], _ variable: String = "") -> [String: String] {
            let configuration = PostgresSessionConfiguration(parameters: parameters)
            let added = PostgresKeepalive.keywords(for: configuration) { $0 == variable }
            return Dictionary(uniqueKeysWithValues: added.map { ($0.key, $0.value) })
        }
        #expect(keywords([:])["keepalives_idle"] == "30" && keywords([:])["tcp_user_timeout"] == "60000")
        #expect(keywords(["keepalives_idle": "7"])["keepalives_idle"] == nil)
        #expect(keywords(["tcp_user_timeout": "0"])["tcp_user_timeout"] == nil)
        #expect(keywords(["service": "s"]).isEmpty && keywords([:], "PGSERVICE").isEmpty)
    }
}
