import ArgumentParser
import Migrator

/// The verb `inspect [SOURCE]`.
struct InspectCommand: Verb {
    static let name = "inspect"

    static let formats: [OutputFormat] = [.text, .json, .sql, .swift]

    static var configuration: CommandConfiguration {
        verbConfiguration(
            name,
            "Print a schema: what a database has, a history makes, or the model declares.",
            discussion: """
                SOURCE is 'database', which is what --database names, or any sqlite: or postgres:// URL; 'history' or \
                'history@TARGET', the revisions on an empty database; 'applied', those of them that the database's \
                version rows say; 'model', the declared schema; a .sql file or a folder of such; or 'empty'.

                Format sql, which is the default, prints statements that make the schema in an empty database; swift \
                a declared schema; json one object. The same schema gives the same text, so that it can lie in \
                git. What cannot be written is named on standard error. Changes nothing.
                """,
            examples: [
                ("", "what the database has, as SQL"),
                ("-o schema.sql", "the same, written to a file"),
                ("history --format json", "what the revisions make, for programs"),
                ("--format swift", "a declared schema to begin with"),
            ]
        )
    }

    /// The member of `DeclaredSchema` that a schema is declared as.
    private static let member = "schema"

    @Argument(help: ArgumentHelp("Where the schema comes from (default: database).", valueName: "source"))
    var source = "database"

    @Option(
        name: .customShort("o"),
        help: ArgumentHelp("A file to write, whole or not at all, in place of standard output.", valueName: "file")
    )
    var output: String?

    @OptionGroup var arguments: SchemaArguments
    @OptionGroup var global: GlobalOptions

    func run(_ session: Session) async throws -> ExitStatus {
        let source = try session.source(source, arguments)
        let options = arguments.options(session.settings.schema)
        let report = try await session.schemaEngine().inspect(source, options)
        let console = session.console
        let text = try report.text(form(session.settings.format))
        if let output {
            try System.replaceFile(output, text)
            console.answer(
                JSON.object([
                    "command": .string(Self.name), "source": .string(report.source), "path": .string(output),
                    "unsupported": .unsupported(report.unsupported),
                ])
            )
            console.answer(TerminalText.line(output))
        } else {
            try console.printDocument(text)
        }
        console.warn(ofUnsupported: report.unsupported)
        return .done
    }

    private func form(_ format: OutputFormat) -> InspectReport.Format {
        switch format {
        case .text, .sql: .sql
        case .swift: .swift(named: Self.member)
        case .json: .json
        }
    }
}
