public import MigratorDatabase

/// Where connections come from: a pool, or whatever an application has.
public protocol ConnectionSource: Sendable {
    /// Lends a connection to a body, which is nobody else's meanwhile and has no transaction open.
    ///
    /// - Throws: What opening or the body throws.
    func withConnection<Result: Sendable>(
        _ body: (any DatabaseConnection) async throws -> Result
    ) async throws -> Result
}
