public import ArgumentParser

/// An application whose command line has the migrator's verbs below a command of its own.
public protocol MigratorApplication {
    /// The command line; its name is what the user types, such as `server migrate`.
    static var migrator: MigratorCommand { get }
    /// The word below the application's root; `migrate` unless it says another.
    static var commandName: String { get }
    /// Whether the process does nothing else meanwhile: SIGINT and SIGTERM then end the open step in order.
    ///
    /// `false` unless it says so: signals are the application's.
    static var takesSignals: Bool { get }
}

extension MigratorApplication {
    /// The word `migrate`.
    public static var commandName: String { "migrate" }

    /// Signals are the application's.
    public static var takesSignals: Bool { false }
}

/// The migrator's verbs as a command that an application mounts below its root.
///
/// ```swift
/// enum Shop: MigratorApplication {
///     static let migrator = MigratorCommand(name: "server migrate", registries: [ShopMigrations.revisions])
/// }
///
/// @main struct Server: AsyncParsableCommand {
///     static let configuration = CommandConfiguration(subcommands: [Serve.self, MigratorSubcommand<Shop>.self])
/// }
/// ```
///
/// What stands behind the command's name goes to the migrator as it was typed, so that `server migrate downgrade -1`
/// means what `migrator downgrade -1` does, and flags may stand before the verb. The root must be an
/// `AsyncParsableCommand`: the parser runs no asynchronous command below another.
public struct MigratorSubcommand<Application: MigratorApplication>: AsyncParsableCommand {
    /// How the application's parser knows it; help for it comes from the migrator.
    public static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: Application.commandName,
            abstract: "Migrates the database.",
            discussion: "'\(Application.migrator.name) --help' lists the verbs.",
            helpNames: []
        )
    }

    /// The migrator's own arguments.
    @Argument(parsing: .captureForPassthrough, help: ArgumentHelp("A verb, with its flags.", valueName: "argument"))
    public var arguments: [String] = []

    /// Creates a command without arguments.
    public init() {}

    /// Does what the arguments say.
    ///
    /// - Throws: `ExitCode` with the status, unless it is done.
    public func run() async throws {
        let status = await Application.migrator.run(arguments, ownsProcess: Application.takesSignals)
        guard status == .done else { throw ExitCode(status.code) }
    }
}
