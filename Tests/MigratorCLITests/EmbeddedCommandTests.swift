import ArgumentParser
import Foundation
import Migrator
import Testing

@testable import MigratorCLI

private enum Shop: MigratorApplication {
    static let migrator = MigratorCommand(name: "server migrate", registries: [], variables: "SHOP")
}

private struct Server: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "server",
        version: "7",
        subcommands: [MigratorSubcommand<Shop>.self]
    )

    @Flag var loud = false
}

/// The command line within an application: it returns, and leaves the process as it is.
struct EmbeddedCommandTests {
    private let folder: String

    init() throws {
        let url = FileManager.default.temporaryDirectory.appendingPathComponent("embedded-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        folder = url.path
    }

    private func run(_ arguments: String...) async -> MigratorCommand.ExitStatus {
        let places = ["--database", "sqlite:\(folder)/test.db", "--revisions", folder, "--quiet", "--no-cache"]
        return await Shop.migrator.run(arguments: arguments + places)
    }

    private func write() throws {
        let text = "-- revision: aaaa\n-- upgrade\nCREATE TABLE a (id INTEGER);\n-- downgrade\nDROP TABLE a;\n"
        try Data(text.utf8).write(to: URL(fileURLWithPath: "\(folder)/1.sql"))
    }

    private func disposition(of number: Int32) -> Int {
        var now = sigaction()
        sigaction(number, nil, &now)
        #if canImport(Darwin)
        return unsafeBitCast(now.__sigaction_u.__sa_handler, to: Int.self)
        #else
        return unsafeBitCast(now.__sigaction_handler.sa_handler, to: Int.self)
        #endif
    }

    @Test func oneCallFollowsTheOtherInOneProcess() async throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try write()
        #expect(await run("current", "--check-heads") == .found)
        #expect(await run("upgrade", "head") == .done)
        #expect(await run("current", "--check-heads") == .done)
        #expect(await run("downgrade", "-1") == .done)
        #expect(await run("current", "--check-heads") == .found)
        #expect(await run("nonsense") == .usage)
    }

    @Test func signalsStayAsTheApplicationHasThem() async throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try write()
        let numbers = [SIGINT, SIGTERM, SIGPIPE]
        let before = numbers.map(disposition)
        #expect(await run("upgrade", "head") == .done)
        #expect(numbers.map(disposition) == before)
    }

    @Test func aTaskThatIsCancelledEndsTheCall() async throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try write()
        #expect(await run("upgrade", "head") == .done)
        // It would show events for ever.
        let watching = Task { await run("events", "watch") }
        watching.cancel()
        #expect(await watching.value == .failed)
    }

    @Test(arguments: [
        "downgrade -1", "--dry-run upgrade head", "-x a=b upgrade head", "upgrade -- +1", "--help", "-h", "--version",
        "help upgrade", "upgrade head --loud", "",
    ])
    func whatStandsBehindItsNameIsPassedOnAsTyped(_ line: String) throws {
        let words = line.split(separator: " ").map(String.init)
        let parsed = try Server.parseAsRoot(["migrate"] + words)
        #expect(try #require(parsed as? MigratorSubcommand<Shop>).arguments == words)
    }

    @Test func theApplicationsOwnFlagsStandBeforeItsName() throws {
        let parsed = try Server.parseAsRoot(["--loud", "migrate", "upgrade", "head"])
        #expect(try #require(parsed as? MigratorSubcommand<Shop>).arguments == ["upgrade", "head"])
    }

    @Test func aStatusIsWhatTheApplicationEndsWith() async throws {
        var parsed = try #require(try Server.parseAsRoot(["migrate", "nonsense"]) as? MigratorSubcommand<Shop>)
        let status = await #expect(throws: ExitCode.self) { try await parsed.run() }
        #expect(status?.rawValue == 64)
        parsed.arguments = ["--version"]
        try await parsed.run()
    }
}

/// Names and defaults are the application's.
struct NamingTests {
    private let shop = Naming(name: "server migrate", prefix: "SHOP")

    private func settings(_ environment: [String: String], _ naming: Naming? = nil) throws -> Settings {
        try Naming.$current.withValue(naming ?? shop) {
            try Settings(GlobalOptions.parse([]), environment: { environment[$0] }, read: { _ in nil })
        }
    }

    @Test func helpSpeaksOfTheApplication() {
        let (help, upgrade) = Naming.$current.withValue(shop) {
            (RootCommand.helpMessage(), UpgradeCommand.helpMessage())
        }
        for text in [help, upgrade] {
            #expect(text.contains("server migrate upgrade") && !text.contains("migrator "))
        }
        #expect(upgrade.contains("SHOP_DATABASE_URL") && upgrade.contains("SHOP_REVISIONS"))
        #expect(!upgrade.contains("ecs.db"))
        let own = Naming.$current.withValue(Naming(database: "sqlite:ecs.db")) { UpgradeCommand.helpMessage() }
        #expect(own.contains("else DATABASE_URL, else") && own.contains("sqlite:ecs.db"))
    }

    @Test func aDatabaseThatNothingNamesIsAnErrorThatSaysHowToNameIt() throws {
        let settings = try settings([:])
        let session = Naming.$current.withValue(shop) {
            Session(settings: settings, console: Console(settings), registries: [], application: .none)
        }
        let error = #expect(throws: UsageError.self) { try session.databaseURL }
        #expect(error?.description.contains("--database") == true)
        #expect(error?.description.contains("SHOP_DATABASE_URL") == true)
        #expect(error.map(MigratorCommand.ExitStatus.of) == .usage)
        #expect(try self.settings([:], Naming(database: "sqlite:ecs.db")).database == "sqlite:ecs.db")
    }

    @Test func variablesOfTheApplicationStandBesideTheNeutralOnes() throws {
        let own = ["SHOP_DATABASE_URL": "sqlite:own.db", "SHOP_REVISIONS": "a:b", "SHOP_PAYLOADS": "p"]
        #expect(try settings(own).database == "sqlite:own.db")
        #expect(try settings(own).revisions == ["a", "b"])
        #expect(try settings(own).migrator.payloadFolder == "p")
        let neutral = ["DATABASE_URL": "sqlite:any.db", "MIGRATOR_REVISIONS": "c", "MIGRATOR_SCRATCH": "sqlite:s.db"]
        #expect(try settings(neutral).database == "sqlite:any.db")
        #expect(try settings(neutral).revisions == ["c"])
        #expect(try settings(neutral).schema.scratch == "sqlite:s.db")
        #expect(try settings(own.merging(["DATABASE_URL": "sqlite:own.db"]) { $1 }).database == "sqlite:own.db")
        #expect(try settings(own, Naming()).database == nil)
    }

    @Test(arguments: [
        ("SHOP_DATABASE_URL", "DATABASE_URL"), ("SHOP_REVISIONS", "MIGRATOR_REVISIONS"),
        ("SHOP_PAYLOADS", "MIGRATOR_PAYLOADS"), ("SHOP_SCRATCH", "MIGRATOR_SCRATCH"),
        ("SHOP_CONFIG", "MIGRATOR_CONFIG"),
    ])
    func twoNamesOfOneVariableMayNotDiffer(own: String, neutral: String) throws {
        let error = #expect(throws: MigratorError.self) { try settings([own: "sqlite:a", neutral: "sqlite:b"]) }
        #expect(error?.code == .invalidSetting)
        #expect(error?.message == "\(own) and \(neutral) differ; set one of them")
    }
}
