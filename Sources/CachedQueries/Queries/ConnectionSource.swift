public import MigratorDatabase

/// A source of connections: a pool, or another one that an application has.
public protocol ConnectionSource: Sendable {
    /// Lends a connection to a body, which has it alone meanwhile; no transaction is open on it.
    ///
    /// - Throws: What opening or the body throws.
    func withConnection<Result: Sendable>(
        _ body: (any DatabaseConnection) async throws -> Result
    ) async throws -> Result
}
