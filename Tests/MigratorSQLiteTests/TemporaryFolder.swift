import Foundation
import MigratorDatabase
import MigratorSQLite
import Testing

/// Runs a test in a folder of its own, which is gone afterwards.
func withFolder(_ body: (String) async throws -> Void) async throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "sqlite-tests-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try await body(folder.path(percentEncoded: false))
}

/// Opens a database in memory, with a schema.
func openInMemory(_ statements: String...) async throws -> SQLiteSession {
    let connection = try await SQLiteSession(SQLiteSessionConfiguration(path: ":memory:"))
    for statement in statements { try await connection.execute(statement) }
    return connection
}

/// Expects an error of a code and returns it.
@discardableResult
func expectError(
    _ code: DatabaseFailure.Code,
    at location: SourceLocation = #_sourceLocation,
    _ body: () async throws -> Void
) async throws -> DatabaseFailure {
    let error = try await #require(
        throws: DatabaseFailure.self,
        sourceLocation: location,
        performing: { try await body() }
    )
    #expect(error.code == code, "\(error)", sourceLocation: location)
    return error
}

extension SQLiteSession {
    /// The values of a query of one column.
    func column(_ sql: String, _ parameters: [DatabaseCell] = []) async throws -> [DatabaseCell] {
        try await query(sql, parameters).map { $0.values[0] }
    }
}
