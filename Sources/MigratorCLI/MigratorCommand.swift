public import MigrationDSL

/// The command line over given histories, for a program of one's own or within an application.
///
/// ```swift
/// @main struct Migrate {
///     static func main() async {
///         await MigratorCommand.run(name: "shop-migrate", registries: [ShopMigrations.revisions])
///     }
/// }
/// ```
///
/// An application that has a command line already mounts it there: see ``MigratorSubcommand``. Any other calls
/// ``run(arguments:)``, which returns.
public struct MigratorCommand: Sendable {
    /// What it is called in its help and its messages, such as `server migrate`.
    public var name: String
    /// The compiled histories; several make one graph.
    public var registries: [RevisionRegistry]
    /// The schema that is to be, which `diff` compares with; `nil` if the application declares none.
    public var model: DeclaredSchema?
    /// What the application keeps in caches.
    public var caches: ApplicationCaches
    /// The URL of the database where nothing names one; `nil` if it has to be named.
    public var database: String?
    /// The prefix of its variables, such as `SHOP` for `SHOP_DATABASE_URL`.
    ///
    /// `DATABASE_URL` and the variables that begin with `MIGRATOR_` are read beside them. Two that mean the same and
    /// differ are an error.
    public var variables: String

    /// Describes a command line; nothing is read before it runs.
    ///
    /// - Parameters:
    ///   - name: What it is called in its help and its messages.
    ///   - registries: The compiled histories; several make one graph.
    ///   - model: The schema that is to be, which `diff` compares with; `nil` if the application declares none.
    ///   - caches: What the application keeps in caches.
    ///   - database: The URL of the database where nothing names one.
    ///   - variables: The prefix of its variables.
    public init(
        name: String = "migrator",
        registries: [RevisionRegistry],
        model: DeclaredSchema? = nil,
        caches: ApplicationCaches = .none,
        database: String? = nil,
        variables: String = "MIGRATOR"
    ) {
        self.name = name
        self.registries = registries
        self.model = model
        self.caches = caches
        self.database = database
        self.variables = variables
    }

    /// Does what arguments say, and returns.
    ///
    /// It prints to the standard streams, reads the environment and the settings file, and leaves the process as it is:
    /// signals, `CommandLine` and everything else stay the application's. A task that is cancelled ends it as a signal
    /// ends a program: the open step is rolled back, and the steps before it stay.
    ///
    /// - Parameter arguments: The words behind the program's name, such as `["upgrade", "head"]`.
    /// - Returns: What a program would end with.
    public func run(arguments: [String]) async -> ExitStatus {
        await run(arguments, ownsProcess: false)
    }

    /// Does what the process's arguments say, and ends it; SIGINT and SIGTERM end it in order.
    public func main() async -> Never {
        System.occupyStandardStreams()
        System.ignore(System.brokenPipe)
        System.exit(await run(Array(CommandLine.arguments.dropFirst()), ownsProcess: true))
    }

    /// Reads the program's arguments, does what they say and ends the process.
    ///
    /// - Parameters:
    ///   - name: What the program is called in its help.
    ///   - registries: The compiled histories; several make one graph.
    ///   - model: The schema that is to be, which `diff` compares with; `nil` if the program declares none.
    ///   - caches: What the application keeps in caches.
    ///   - database: The URL of the database where nothing names one; `nil` if it has to be named.
    ///   - variables: The prefix of its variables.
    public static func run(
        name: String = "migrator",
        registries: [RevisionRegistry],
        model: DeclaredSchema? = nil,
        caches: ApplicationCaches = .none,
        database: String? = nil,
        variables: String = "MIGRATOR"
    ) async -> Never {
        let command = MigratorCommand(
            name: name,
            registries: registries,
            model: model,
            caches: caches,
            database: database,
            variables: variables
        )
        await command.main()
    }

    /// Does what arguments say, as a part of an application or as the process's only work.
    func run(_ arguments: [String], ownsProcess: Bool) async -> ExitStatus {
        await Naming.$current.withValue(Naming(name: name, prefix: variables, database: database)) {
            await Program(command: self, ownsProcess: ownsProcess).run(arguments)
        }
    }
}
