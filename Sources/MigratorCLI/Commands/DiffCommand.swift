import ArgumentParser
import Migrator

/// The verb `diff [FROM [TO]]`.
struct DiffCommand: Verb {
    static let name = "diff"

    static let formats: [OutputFormat] = [.text, .json, .sql, .swift, .html]

    static var configuration: CommandConfiguration {
        verbConfiguration(
            name,
            "Compare two schemas: show what turns one into the other.",
            discussion: """
                FROM and TO are sources as 'inspect' knows them: 'database', a URL, 'history', 'history@TARGET', \
                'applied', 'model', a .sql file or a folder of such, 'empty'. Without them the database is compared \
                with the model; where none is declared, the applied revisions with the database, which shows what was \
                changed by hand.

                Format sql prints a script for sqlite3 or psql that turns one into the other, swift the operations of \
                a revision, html a page that shows what came, what went and what changed. Exits with 3 if there is a difference. What cannot be compared, and what only a server \
                could tell and none did, is named on standard error and is no difference. Changes nothing.
                """,
            examples: [
                ("", "what the database lacks of the model"),
                ("applied database", "what was changed by hand"),
                ("history@9f94 history --format sql", "what the revisions since 9f94 come to"),
                ("--rename customers.mail=email", "take a column for another with a new name"),
            ]
        )
    }

    @Argument(
        help: ArgumentHelp(
            "The schema that is there (default: database, or applied without a model).",
            valueName: "from"
        )
    )
    var from: String?

    @Argument(
        help: ArgumentHelp("The schema that is to be (default: model, or database without one).", valueName: "to")
    )
    var to: String?

    @Option(
        name: .customLong("rename"),
        help: ArgumentHelp(
            "TABLE=NEW or TABLE.COLUMN=NEW is one thing with a new name; repeatable.",
            valueName: "old=new"
        )
    )
    var renames: [String] = []

    @OptionGroup var arguments: SchemaArguments
    @OptionGroup var global: GlobalOptions

    func run(_ session: Session) async throws -> ExitStatus {
        let hasModel = session.hasModel(arguments)
        let old = try session.source(from ?? (hasModel ? "database" : "applied"), arguments)
        let new = try session.source(to ?? (hasModel ? "model" : "database"), arguments)
        var options = arguments.options(session.settings.schema)
        options.renames = renames
        let engine = try session.schemaEngine()
        let report = try await engine.diff(from: old, to: new, options)
        let language: DiffReport.Format? =
            switch session.settings.format {
            case .sql: .sql
            case .swift: .swift
            case .html: .html
            case .text, .json, .mermaid, .dot, .sarif, .github: nil
            }
        if let language {
            try session.console.printScript(try await engine.text(of: report, as: language, scratch: options.scratch))
        }
        show(report, session.console, isText: language == nil)
        return report.isEqual ? .done : .found
    }

    private func show(_ report: DiffReport, _ console: Console, isText: Bool) {
        console.answer(JSON.differences(report))
        if isText, !report.isEqual { console.answer(DifferenceText(style: console.style).text(report)) }
        console.warn(ofUnsupported: report.unsupported)
        console.warn(ofUnverifiedIn: report)
        console.note(ofRenames: report.candidates)
        // The sentence is an answer only where it is the whole answer.
        let sentence = DifferenceText.sentence(report)
        if isText, report.isEqual { console.status(sentence) } else { console.note(sentence) }
    }
}
