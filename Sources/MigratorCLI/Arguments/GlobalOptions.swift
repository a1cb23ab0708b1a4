import ArgumentParser
import Migrator

/// The flags that every verb knows.
struct GlobalOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The database: sqlite:PATH, sqlite::memory: or postgres://user@host/name; else "
                + "\(Naming.current.name(of: .database))\(Naming.current.database.map { ", else \($0)" } ?? "").",
            valueName: "url"
        )
    )
    var database: String?

    @Option(
        help: ArgumentHelp(
            "A folder of .sql revisions to use instead of the compiled ones; repeatable; else "
                + "\(Naming.current.name(of: .revisions)).",
            valueName: "folder"
        )
    )
    var revisions: [String] = []

    @Flag(help: "Use the compiled revisions beside those folders.")
    var withCompiled = false

    @Option(
        help: ArgumentHelp(
            "A settings file of 'key = value' lines; else \(Naming.current.name(of: .config)), else "
                + "\(Settings.defaultFile) if it is there.",
            valueName: "file"
        )
    )
    var config: String?

    @Option(
        help: ArgumentHelp(
            "A folder to look for payloads in first; else \(Naming.current.name(of: .payloads)).",
            valueName: "folder"
        )
    )
    var payloads: String?

    @Option(help: ArgumentHelp("The version table's name.", valueName: "name"))
    var versionTable: String?

    @Option(help: ArgumentHelp("The version table's schema.", valueName: "name"))
    var versionTableSchema: String?

    @Option(
        help: ArgumentHelp(
            "How long to wait for a server that is not up yet (default: not at all).",
            valueName: "seconds"
        )
    )
    var wait: String?

    @Option(help: ArgumentHelp("How long to wait for another run to end (default: 30).", valueName: "seconds"))
    var lockTimeout: String?

    @Option(
        help: ArgumentHelp(
            "How long a statement waits for a lock on PostgreSQL before its revision is tried again (default: 1; "
                + "0: without end).",
            valueName: "seconds"
        )
    )
    var statementLockTimeout: String?

    @Option(
        help: ArgumentHelp("How often a revision is tried again for want of a lock (default: 100).", valueName: "n")
    )
    var lockRetries: Int?

    @Option(
        help: ArgumentHelp(
            "text, or json: one object on standard output; sql, swift, html, mermaid, dot, sarif and github where "
                + "the verb says so.",
            valueName: "format"
        )
    )
    var format: OutputFormat?

    @Flag(help: "Let values of rows appear in messages.")
    var showValues = false

    @Flag(name: .shortAndLong, help: "Say more.")
    var verbose = false

    @Flag(name: .shortAndLong, help: "Say nothing but answers and errors.")
    var quiet = false

    @Flag(help: "No colour; NO_COLOR says the same.")
    var noColor = false

    @Flag(help: "No progress bar.")
    var noProgress = false

    @Flag(help: "Read and store no payload, status or folder that earlier runs have left in caches.")
    var noCache = false
}

/// The form of the output: what a person reads, what programs read, or a language.
enum OutputFormat: String, CaseIterable, Sendable, ExpressibleByArgument {
    /// For people.
    case text
    /// For programs.
    case json
    /// Statements, for the verbs that print them.
    case sql
    /// Declarations or operations, for the verbs that print them.
    case swift
    /// A page, for the verbs that draw.
    case html
    /// Diagrams of Mermaid in Markdown, for the verbs that draw.
    case mermaid
    /// A graph of Graphviz, for the verbs that draw.
    case dot
    /// A log for code scanning, for `check`.
    case sarif
    /// Annotations of a workflow of GitHub, for `check`.
    case github

    /// The formats that every verb has.
    static let everywhere: [OutputFormat] = [.text, .json]

    /// How a picture is drawn; `nil` if it is no format of a picture.
    var picture: PictureFormat? {
        switch self {
        case .html: .html
        case .mermaid: .mermaid
        case .dot: .dot
        case .text, .json, .sql, .swift, .sarif, .github: nil
        }
    }
}
