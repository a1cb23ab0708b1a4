import MigrationDSL
import Migrator
import MigratorCore
import MigratorDatabase
import MigratorSystem

/// The rows that a revision meets when it is applied and taken back.
public struct TestRows: Sendable {
    enum Source: Sendable {
        case none
        case made
        case folder(String)
    }

    let source: Source

    /// None but those of payloads.
    public static let none = TestRows(source: .none)

    /// Rows as the tables may hold them, made up; a revision that fails on them is tried without.
    public static let made = TestRows(source: .made)

    /// Rows of an application, from a folder of SQL.
    ///
    /// A file is called as the revision after which its statements are run, such as `9f94.sql` or `9f94_orders.sql`; the
    /// beginning of an id will do.
    ///
    /// - Parameters:
    ///   - folder: The folder, relative to that of the file which names it.
    ///   - file: That file.
    /// - Returns: The rows.
    public static func fixture(_ folder: String, beside file: String = #filePath) -> TestRows {
        guard !folder.hasPrefix("/"), let slash = file.lastIndex(of: "/") else {
            return TestRows(source: .folder(folder))
        }
        return TestRows(source: .folder("\(file[..<slash])/\(folder)"))
    }

    /// The rows for a history.
    func rows(of revisions: RevisionHistory, on kind: DatabaseKind) throws(MigratorError) -> RoundTripRows {
        switch source {
        case .none: return .none
        case .made: return .made
        case .folder(let folder):
            guard let names = SystemCalls.names(inFolder: folder) else {
                throw MigratorError(.fileSystem, "\(folder) cannot be read: \(SystemCalls.lastError)")
            }
            var given: [RevisionID: [String]] = [:]
            for name in names.sorted(by: { $0.utf8.lexicographicallyPrecedes($1.utf8) }) where name.hasSuffix(".sql") {
                let id = try Self.revision(of: name, in: folder, revisions)
                let path = "\(folder)/\(name)"
                guard let file = OpenFile.reading(path), let bytes = file.contents(size: file.status?.size ?? 0) else {
                    throw MigratorError(.fileSystem, "\(path) cannot be read: \(SystemCalls.lastError)")
                }
                guard let text = String(validating: bytes, as: UTF8.self) else {
                    throw MigratorError(.fileSystem, "\(path) is no UTF-8 text")
                }
                given[id, default: []] += try StatementText.split(text, for: kind, transactional: false)
            }
            return .given(given)
        }
    }

    private static func revision(
        of name: String,
        in folder: String,
        _ revisions: RevisionHistory
    ) throws(MigratorError) -> RevisionID {
        let stem = name.dropLast(".sql".utf8.count)
        let ids = revisions.graph.revisions.map(\.id)
        // An id may hold the sign that ends it.
        let whole = ids.filter { stem.utf8.starts(with: $0.rawValue.utf8) }
        let beginning = stem.prefix { $0 != "_" }
        let found = whole.isEmpty ? ids.filter { $0.rawValue.utf8.starts(with: beginning.utf8) } : whole
        guard let id = found.max(by: { $0.rawValue.utf8.count < $1.rawValue.utf8.count }), !beginning.isEmpty else {
            throw MigratorError(.unknownRevision, "\(folder)/\(name) is called as no revision")
        }
        guard whole.isEmpty ? found.count == 1 : true else {
            throw MigratorError(.ambiguousRevision, "\(folder)/\(name) may be called as \(found.count) revisions")
        }
        return id
    }
}
