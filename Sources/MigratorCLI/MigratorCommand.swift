public import MigrationDSL

/// The command line over given histories, for an executable of one's own.
///
/// ```swift
/// @main struct Migrate {
///     static func main() async {
///         await MigratorCommand.run(registries: [ShopMigrations.revisions])
///     }
/// }
/// ```
public enum MigratorCommand {
    /// Reads the program's arguments, does what they say and ends the process.
    ///
    /// - Parameters:
    ///   - name: What the program is called in its help.
    ///   - registries: The compiled histories; several make one graph.
    ///   - model: The schema that is to be, which `diff` compares with; `nil` if the program declares none.
    ///   - caches: What the application keeps in caches.
    public static func run(
        name: String = "migrator",
        registries: [RevisionRegistry],
        model: DeclaredSchema? = nil,
        caches: ApplicationCaches = .none
    ) async -> Never {
        System.occupyStandardStreams()
        System.ignore(System.brokenPipe)
        let arguments = Array(CommandLine.arguments.dropFirst())
        let status = await ProgramName.$current.withValue(name) {
            await Program(registries: registries, application: caches, model: model).run(arguments)
        }
        System.exit(status)
    }
}
