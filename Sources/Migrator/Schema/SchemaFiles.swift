import MigrationDSL
import MigratorCore
import MigratorDatabase
import MigratorDialects
import MigratorSystem

/// A file of SQL that makes a schema, or a folder of them.
struct SchemaFiles {
    private let path: String

    init(_ path: String) {
        self.path = path
    }

    /// The statements of all files, in the order of their names, for a kind of database.
    ///
    /// - Throws: ``MigratorError`` with code `.fileSystem` for what cannot be read, and `.invalidSetting` for a file of a
    ///   revision, whose two directions would both run.
    func statements(for kind: DatabaseKind) throws(MigratorError) -> [(sql: String, location: SourceLocation)] {
        var statements: [(sql: String, location: SourceLocation)] = []
        for file in try files() { statements += try StatementText.located(try source(file), for: kind) }
        return statements
    }

    private func files() throws(MigratorError) -> [String] {
        guard FileStatus(path)?.kind == .folder else { return [path] }
        guard let names = SystemCalls.names(inFolder: path) else {
            throw MigratorError(.fileSystem, "the folder \(path) cannot be read")
        }
        let files = names.filter { $0.lowercased().hasSuffix(".sql") && !$0.hasPrefix(".") }
            .sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        guard !files.isEmpty else {
            throw MigratorError(.invalidSetting, "the folder \(path) has no .sql file that makes a schema")
        }
        return files.map { path.hasSuffix("/") ? path + $0 : "\(path)/\($0)" }
    }

    /// Why a path leads to no text.
    private static func problem(_ file: String) -> String {
        switch FileStatus(file)?.kind {
        case .file: "cannot be read"
        case .folder: "is a folder; only the files of one folder are read"
        case .other: "is no file"
        case nil:
            FileStatus(file, followingLinks: false) == nil ? "is not there" : "is a link that leads to no file"
        }
    }

    private func source(_ file: String) throws(MigratorError) -> SQLSource {
        guard let status = FileStatus(file), status.kind == .file, let open = OpenFile.reading(file),
            let bytes = open.contents(size: Int(status.size))
        else {
            throw MigratorError(.fileSystem, "\(file) \(Self.problem(file))")
        }
        let source = try SQLSource(file: file, contents: bytes)
        let text = String(decoding: source.bytes, as: UTF8.self)
        let isRevision = text.split(separator: "\n", maxSplits: 20).prefix(20).contains { line in
            let line = line.drop { $0 == " " }
            return line.hasPrefix("--") && line.dropFirst(2).drop { $0 == " " }.hasPrefix("revision:")
        }
        guard !isRevision else {
            throw MigratorError(
                .invalidSetting,
                "\(file) is a revision, which would be run in both directions; a schema is made by plain statements, and "
                    + "that of revisions is 'history'"
            )
        }
        return source
    }
}
