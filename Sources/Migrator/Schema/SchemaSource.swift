public import MigratorCore
import MigratorDatabase
public import MigratorGraph
import MigratorSystem

/// Where a schema comes from: a word that `inspect` and `diff` understand.
public struct SchemaSource: Hashable, Sendable, CustomStringConvertible {
    let kind: Kind
    /// Whether it is the declared schema, in Swift or in SQL.
    var isModel = false
    /// Whether somebody wrote it down as a schema, which therefore says what it means to have.
    var isWritten: Bool {
        switch kind {
        case .model, .files: true
        case .database, .url, .history, .applied, .empty: false
        }
    }
    /// Whether Swift says it, and not a database.
    var isCompiled: Bool { kind == .model }

    enum Kind: Hashable, Sendable {
        case database
        case url(String)
        case history(Target?)
        case applied
        case model
        case files(String)
        case empty
    }

    /// What the engine's own database has.
    public static let database = SchemaSource(kind: .database)
    /// What the revisions make that the version rows of the engine's own database name, run on an empty database.
    public static let applied = SchemaSource(kind: .applied)
    /// The declared schema.
    public static let model = SchemaSource(kind: .model, isModel: true)
    /// Nothing.
    public static let empty = SchemaSource(kind: .empty)

    /// What the database has that a URL names.
    public static func url(_ url: String) -> SchemaSource { SchemaSource(kind: .url(url)) }

    /// What the revisions up to a target make, or up to the heads, run on an empty database.
    public static func history(_ target: Target?) -> SchemaSource { SchemaSource(kind: .history(target)) }

    /// What a file of SQL makes, or a folder of them in the order of their names, run on an empty database.
    ///
    /// What reaches beyond a database, such as CREATE ROLE, is not run.
    public static func files(_ path: String) -> SchemaSource { SchemaSource(kind: .files(path)) }

    /// The declared schema in SQL: a file or a folder, as ``files(_:)`` reads it.
    ///
    /// What it declares is never left alone, as ``SchemaOptions/ignore`` says.
    public static func model(files path: String) -> SchemaSource { SchemaSource(kind: .files(path), isModel: true) }

    /// Whether revisions are run for it, all or some.
    package var replaysHistory: Bool {
        switch kind {
        case .history: true
        case .database, .url, .applied, .model, .files, .empty: false
        }
    }

    /// The source as it is written.
    public var description: String {
        switch kind {
        case .database: "database"
        case .url(let url): (try? DatabaseURL(url))?.description ?? "a URL"
        case .history(let target): target.map { "history@\($0)" } ?? "history"
        case .applied: "applied"
        case .model: "model"
        case .files(let path): path
        case .empty: "empty"
        }
    }
}

extension SchemaSource {
    /// Reads a word: `database`, `history`, `history@TARGET`, `applied`, `model`, `empty`, a URL, a file or a folder.
    ///
    /// A file or a folder that is called as one of the words is meant by a path such as `./model`.
    /// - Throws: `MigratorError` with code `.invalidSetting` if it is none of these.
    public init(parsing word: String) throws(MigratorError) {
        switch word {
        case "database": self = .database
        case "applied": self = .applied
        case "model": self = .model
        case "empty": self = .empty
        case "history": self = .history(nil)
        default:
            if word.hasPrefix("history@") {
                let target = String(word.dropFirst("history@".count))
                guard !target.isEmpty else {
                    throw MigratorError(.invalidSetting, "history@ needs a target, such as history@head")
                }
                self = .history(Target(target))
            } else if (try? DatabaseURL(word)) != nil {
                self = .url(word)
            } else if word.lowercased().hasSuffix(".sql") || FileStatus(word)?.kind == .folder {
                self = .files(word)
            } else {
                let word = DatabaseURL.isLikely(word) ? "the URL" : "'\(word)'"
                throw MigratorError(
                    .invalidSetting,
                    "\(word) names no schema; there are database, history, history@TARGET, applied, model, empty, a URL "
                        + "of a database, a file PATH.sql and a folder of such files"
                )
            }
        }
    }
}

extension SchemaSource {
    /// Whether a word that is no source may be the name of a table: what looks like a URL may hold a password.
    package static func mayBeTable(_ word: String) -> Bool {
        !word.isEmpty && !word.hasPrefix("history@") && !word.contains("/") && !DatabaseURL.isLikely(word)
    }
}

extension DatabaseURL {
    /// Whether a text may hold a password.
    fileprivate static func isLikely(_ text: String) -> Bool { text.contains("://") || text.contains("=") }
}
