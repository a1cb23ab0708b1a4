import ArgumentParser
import Migrator

/// The verb `inspect [SOURCE] [TABLE]`.
struct InspectCommand: Verb {
    static let name = "inspect"

    static let formats: [OutputFormat] = [.text, .json, .sql, .swift, .html, .mermaid, .dot]

    static var configuration: CommandConfiguration {
        verbConfiguration(
            name,
            "Print a schema: what a database has, a history makes, or the model declares.",
            discussion: """
                SOURCE is 'database', which is what --database names, or any sqlite: or postgres:// URL; 'history' or \
                'history@TARGET', the revisions on an empty database; 'applied', those of them that the database's \
                version rows say; 'model', the declared schema; a .sql file or a folder of such; or 'empty'.

                Format sql, which is the default, prints statements that make the schema in an empty database; swift \
                a declared schema; json one object; html a page that draws a table with its neighbours, mermaid \
                Markdown with diagrams, dot a graph for Graphviz. The same schema gives the same text, so that it can lie in \
                git. With TABLE, or a word that is no source, it draws one table or view as text. What cannot be written is named on standard error. Changes nothing.
                """,
            examples: [
                ("", "what the database has, as SQL"),
                ("-o schema.sql", "the same, written to a file"),
                ("history --format json", "what the revisions make, for programs"),
                ("--format swift", "a declared schema to begin with"),
                ("--format html -o schema.html", "a page to look at"),
                ("customers", "one table, drawn"),
            ]
        )
    }

    /// The member of `DeclaredSchema` that a schema is declared as.
    private static let member = "schema"

    @Argument(help: ArgumentHelp("Where the schema comes from (default: database).", valueName: "source"))
    var source = "database"

    @Argument(help: ArgumentHelp("A table or a view to draw, with its schema if need be.", valueName: "table"))
    var table: String?

    @Option(
        name: .customShort("o"),
        help: ArgumentHelp("A file to write, whole or not at all, in place of standard output.", valueName: "file")
    )
    var output: String?

    @OptionGroup var arguments: SchemaArguments
    @OptionGroup var global: GlobalOptions

    func run(_ session: Session) async throws -> ExitStatus {
        let wish = try wish(session)
        let options = arguments.options(session.settings.schema)
        let report = try await session.schemaEngine().inspect(wish.source, options)
        let console = session.console
        let format = session.settings.format
        let text = try wish.table.map { try drawing(of: $0, wish, report, format) } ?? report.text(form(format))
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
        case .text, .sql, .sarif, .github: .sql
        case .swift: .swift(named: Self.member)
        case .json: .json
        case .html: .picture(.html)
        case .mermaid: .picture(.mermaid)
        case .dot: .picture(.dot)
        }
    }

    /// What is to be read, and drawn.
    private struct Wish {
        let source: SchemaSource
        var table: String?
        /// Why the word for the table is no source, if it stands alone.
        var refusal: MigratorError?
    }

    /// Reads the words: one that stands alone and is no source is a table of the database.
    private func wish(_ session: Session) throws -> Wish {
        do {
            return Wish(source: try session.source(source, arguments), table: table)
        } catch let error as MigratorError where error.code == .invalidSetting && table == nil {
            guard SchemaSource.mayBeTable(source) else { throw error }
            return Wish(source: .database, table: source, refusal: error)
        }
    }

    private func drawing(
        of table: String,
        _ wish: Wish,
        _ report: InspectReport,
        _ format: OutputFormat
    ) throws(UsageError) -> String {
        if let drawing = report.drawing(of: table) {
            guard format == .text else {
                throw UsageError("one table is drawn as text; for another format say --include 'table:\(table)'")
            }
            return drawing
        }
        guard let refusal = wish.refusal else { throw UsageError("\(report.source) has no table or view '\(table)'") }
        throw UsageError("\(refusal.message); nor has the database a table or view of that name")
    }
}
