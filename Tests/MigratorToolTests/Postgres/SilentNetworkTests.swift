import Foundation
import MigratorTestSupport
import Testing

extension PostgresToolTests {
    /// Hosts that say nothing, and networks that swallow everything.
    @Suite struct SilentNetwork {
        private let folder = TemporaryFolder("silence")

        /// A host that accepts and never speaks: nobody takes the connection up.
        private let mute: Socket
        private var muteHost: String { "127.0.0.1:\(mute.port)" }

        init() throws { mute = try Socket.listening() }

        private func current(_ url: String) async throws -> ToolResult {
            let arguments = ["current", "--revisions", "revisions", "--database", url]
            return try await Tool.finishAside(Tool(in: folder.path).process(arguments))
        }

        /// The parts of a database's URL: before the hosts, the host, and after it.
        private func parts(_ url: String) throws -> (user: String, host: String, name: String) {
            let at = try #require(url.lastIndex(of: "@"))
            let slash = try #require(url.lastIndex(of: "/"))
            return (String(url[...at]), String(url[url.index(after: at)..<slash]), String(url[slash...]))
        }

        @Test func aMuteHostDoesNotHideTheNext() async throws {
            _ = try LoggedHistory(in: folder, count: 1)
            try await PostgresServer.withDatabase { database in
                let (user, host, name) = try parts(database.url)
                for hosts in ["\(muteHost),\(host)", "127.0.0.1:1,\(muteHost),\(host)", "\(host),\(muteHost)"] {
                    let result = try await current("\(user)\(hosts)\(name)?connect_timeout=1")
                    #expect(result.status == 0, "\(hosts): \(result.errors)")
                }
                let primary = "\(user)\(muteHost),\(host)\(name)?connect_timeout=1&target_session_attrs=prefer-standby"
                #expect(try await current(primary).status == 0)
            }
        }

        @Test func onlyMuteHostsAreNamed() async throws {
            _ = try LoggedHistory(in: folder, count: 1)
            let other = try Socket.listening()
            let url = "postgres://u:hunter2@\(muteHost),127.0.0.1:\(other.port)/app?connect_timeout=1"
            let result = try await current(url)
            #expect(result.status == 5)
            for port in [mute.port, other.port] { #expect(result.errors.contains("127.0.0.1:\(port)/app: the server")) }
            #expect(!result.errors.contains("hunter2"))
        }

        /// What psql takes as conninfo.
        @Test func keywordStringsAreRead() async throws {
            _ = try LoggedHistory(in: folder, count: 1)
            try await PostgresServer.withDatabase { database in
                let (user, host, name) = try parts(database.url)
                let words = user.dropLast().split(whereSeparator: { "/:".contains($0) }).map(String.init)
                let port = host.split(separator: ":").last ?? ""
                let text =
                    "host = 127.0.0.1 port=\(port) user=\(words[1]) password='\(words.last ?? "")' dbname=\(name.dropFirst())"
                let upgraded = try await Tool.finishAside(
                    Tool(in: folder.path, environment: ["DATABASE_URL": text])
                        .process(["upgrade", "head", "--revisions", "revisions"])
                )
                #expect(upgraded.status == 0, "\(upgraded.errors)")
                #expect(try await current(database.url).output == current(text).output)
                let wrong = try await current("host=127.0.0.1 port=1 password=hunter2 dbname=a")
                #expect(wrong.status == 5 && !wrong.errors.contains("hunter2"), "\(wrong.errors)")
            }
        }

        @Test func aURLOfTheWrongKindIsRefusedWithoutItsSecret() async throws {
            _ = try LoggedHistory(in: folder, count: 1)
            let urls = [
                "sqlite://u:hunter2@h/d", "postgresql+psycopg://u:hunter2@h/d", "sqlite:hunter2.db?mode=rw",
                "sqlite:file:hunter2.db", "sqlite:///a/hunter2.db",
            ]
            for url in urls {
                let result = try await current(url)
                #expect(result.status == 64 && !result.errors.contains("hunter2"), "\(url): \(result.errors)")
            }
            let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
            #expect(!names.contains { $0.contains("hunter2") })
        }

        @Test func aSignalEndsARunWhoseNetworkSwallowsEverything() async throws {
            let history = try LoggedHistory(in: folder, count: 2) { $0 == 1 ? "SELECT pg_sleep(600);" : "" }
            try await PostgresServer.withDatabase { database in
                let proxy = try PostgresProxy(to: database.url)
                var tool = database.tool(in: folder)
                tool.environment["DATABASE_URL"] = proxy.proxied
                let process = tool.process(["upgrade", "head"] + history.options)
                async let run = Tool.finishAside(process)
                try await poll(for: "the long statement") {
                    let asleep =
                        "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event = 'PgSleep'"
                    return try await !database.rows(asleep).isEmpty
                }
                proxy.fallSilent()
                let start = ContinuousClock.now
                kill(process.processIdentifier, SIGTERM)
                let result = try await run
                #expect(result.status == 143, "\(result.errors)")
                #expect(ContinuousClock.now - start < .seconds(19))
                #expect(result.errors.contains("interrupted"))
                proxy.stop()
            }
        }
    }
}
