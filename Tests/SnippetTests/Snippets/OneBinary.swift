// snippet: one-binary
import ArgumentParser
import MigratorCLI

enum Shop: MigratorApplication {
    static let migrator = MigratorCommand(
        name: "server migrate",
        registries: [ShopMigrations.revisions],
        variables: "SHOP"
    )
}

struct Server: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "server",
        subcommands: [Serve.self, MigratorSubcommand<Shop>.self]
    )
}
// end

struct Serve: AsyncParsableCommand {
    func run() async throws {
        // snippet: one-binary-call
        let status = await Shop.migrator.run(arguments: ["upgrade", "head"])
        guard status == .done else { throw ExitCode(status.code) }
        // end
    }
}
