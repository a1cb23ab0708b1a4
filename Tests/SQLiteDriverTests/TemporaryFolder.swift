import Database
import Foundation
import SQLiteDriver
import Testing

/// Runs a test in a folder of its own, which is gone afterwards.
func withFolder(_ body: (String) async throws -> Void) async throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "sqlite-tests-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try await body(folder.path(percentEncoded: false))
}

/// Opens a database in memory, with a schema.
func openInMemory(_ statements: String...) async throws -> SQLiteConnection {
    let connection = try await SQLiteConnection(SQLiteConfiguration(path: ":memory:"))
    for statement in statements { try await connection.execute(statement) }
    return connection
}

/// Expects an error of a code and returns it.
@discardableResult
func expectError(
    _ code: DatabaseError.Code,
    at location: SourceLocation = #_sourceLocation,
    _ body: () async throws -> Void
) async throws -> DatabaseError {
    let error = try await #require(
        throws: DatabaseError.self,
        sourceLocation: location,
        performing: { try await body() }
    )
    #expect(error.code == code, "\(error)", sourceLocation: location)
    return error
}

extension SQLiteConnection {
    /// The values of a query of one column.
    func column(_ sql: String, _ parameters: [DatabaseValue] = []) async throws -> [DatabaseValue] {
        try await query(sql, parameters).map { $0.values[0] }
    }
}
