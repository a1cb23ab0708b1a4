import MigrationDSL
import MigratorCore
import MigratorDatabase
import MigratorSources

/// Short ways to write and read revisions in tests.
enum SQLFixture {
    /// A file whose upgrade section is `body`, which begins on line 3.
    static func file(_ body: String, header: String = "-- revision: a1") -> String {
        header + "\n-- upgrade\n" + body
    }

    static func parse(_ text: String, path: String = "f.sql") throws(MigratorError) -> SQLRevisionFile {
        try SQLRevisionFile(path: path, contents: Array(text.utf8))
    }

    /// The statements of an upgrade section.
    static func statements(_ body: String, _ kind: DatabaseKind = .postgres) throws -> [String] {
        try parse(file(body)).items(of: .upgrade, for: kind).map { item in
            switch item {
            case .statement(let text, _, _): text
            case .bulkInsert(let table, let path, _): "bulk \(table) \(path)"
            }
        }
    }

    /// `line:column: message` of the error that reading `text` throws, or "valid".
    static func failure(_ text: String) -> String {
        do throws(MigratorError) {
            _ = try parse(text)
            return "valid"
        } catch {
            guard error.code == .invalidRevision, let location = error.location, location.file == "f.sql" else {
                return "unexpected \(error)"
            }
            return "\(location.line):\(location.column): \(error.message)"
        }
    }

    /// The same for a body, which begins on line 3.
    static func bodyFailure(_ body: String) -> String {
        failure(file(body))
    }
}
