import ArgumentParser
import Migrator

/// The flags of verbs that read schemas.
struct SchemaArguments: ParsableArguments {
    @Option(
        name: .customLong("schema"),
        help: ArgumentHelp("A schema of PostgreSQL to read, instead of all; repeatable.", valueName: "name")
    )
    var schemas: [String] = []

    @Option(
        help: ArgumentHelp(
            "Objects to look at, and no others: kind:schema.name with '*', such as 'view:app.*'; repeatable.",
            valueName: "pattern"
        )
    )
    var include: [String] = []

    @Option(
        help: ArgumentHelp(
            "Objects to leave alone, also those of the model; repeatable.",
            valueName: "pattern"
        )
    )
    var exclude: [String] = []

    @Option(
        help: ArgumentHelp(
            "A .sql file, or a folder of such, to be the model instead of the compiled one; else the setting 'model'.",
            valueName: "path"
        )
    )
    var model: String?

    @Option(
        help: ArgumentHelp(
            "A database in whose place empty ones are made, such as one of another server; else "
                + "\(Naming.current.name(of: .scratch)).",
            valueName: "url"
        )
    )
    var scratch: String?

    /// What the engine is told: the flags, and settings where no flag is given.
    func options(_ settings: SchemaSettings) -> SchemaOptions {
        var options = SchemaOptions()
        if !schemas.isEmpty { options.schemas = schemas }
        options.include = include
        options.exclude = exclude
        options.ignore = settings.ignore
        options.scratch = scratch ?? settings.scratch
        return options
    }

    /// The path of the model in SQL, if one is named.
    func modelPath(_ settings: SchemaSettings) -> String? { model ?? settings.model }
}
