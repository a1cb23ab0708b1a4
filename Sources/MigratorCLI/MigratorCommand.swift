import Dispatch
public import MigrationDSL

/// The command line over given histories, for an executable of one's own.
///
/// ```swift
/// @main struct Migrate {
///     static func main() {
///         MigratorCommand.run(registries: [ShopMigrations.revisions])
///     }
/// }
/// ```
public enum MigratorCommand {
    /// Reads the program's arguments, does what they say and ends the process.
    ///
    /// For a `main` that is not `async`: a database on a server is then called before anything else begins.
    ///
    /// - Parameters:
    ///   - name: What the program is called in its help.
    ///   - registries: The compiled histories; several make one graph.
    ///   - caches: What the application keeps in caches.
    @available(*, noasync)
    public static func run(
        name: String = "migrator",
        registries: [RevisionRegistry],
        caches: ApplicationCaches = .none
    ) -> Never {
        System.occupyStandardStreams()
        let arguments = self.arguments
        let url = EarlyConnection.foreseen(in: arguments, environment: System.environment)
        let early = url.flatMap(EarlyConnection.init)
        early?.waitUntilLoaded()
        Task.detached { await run(arguments, early, name, registries, caches) }
        early?.warmUp()
        dispatchMain()
    }

    /// Reads the program's arguments, does what they say and ends the process.
    ///
    /// For a `main` that has something of its own to await before; it connects a little later.
    ///
    /// - Parameters:
    ///   - name: What the program is called in its help.
    ///   - registries: The compiled histories; several make one graph.
    ///   - caches: What the application keeps in caches.
    public static func run(
        name: String = "migrator",
        registries: [RevisionRegistry],
        caches: ApplicationCaches = .none
    ) async {
        System.occupyStandardStreams()
        await run(arguments, nil, name, registries, caches)
    }

    private static var arguments: [String] { Array(CommandLine.arguments.dropFirst()) }

    private static func run(
        _ arguments: [String],
        _ early: EarlyConnection?,
        _ name: String,
        _ registries: [RevisionRegistry],
        _ caches: ApplicationCaches
    ) async -> Never {
        System.ignore(System.brokenPipe)
        let status = await ProgramName.$current.withValue(name) {
            await Program(registries: registries, application: caches).run(arguments, early)
        }
        System.exit(status)
    }
}
