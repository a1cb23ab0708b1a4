import MigratorDatabase
import MigratorSystem

/// The place of a database of SQLite.
extension DatabasePlace {
    /// Looks at the file of a database; no file is memory's.
    init(file: String?) {
        guard let signature = file.flatMap({ FileStatus($0)?.signature }) else {
            self = .memory
            return
        }
        self.init(parts: ["\(signature.device)", "\(signature.inode)"])
    }

    /// The file of a database; `nil` for one in memory.
    static func file(of schema: String?, _ connection: any DatabaseConnection) async throws -> String? {
        let sql = "SELECT file FROM pragma_database_list WHERE name = ?"
        let row = try await connection.query(sql, [.text(schema ?? "main")]).first
        guard case .text(let path)? = row?.values.first else { return nil }
        return path
    }
}
