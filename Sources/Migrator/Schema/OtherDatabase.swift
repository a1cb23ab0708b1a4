public import MigratorDatabase

/// A database that is not the one an engine migrates: another one that is compared with it, or an empty one.
public struct OtherDatabase: Hashable, Sendable {
    /// Its URL; `nil` for the server of the engine's own database.
    public let url: String?
    /// The name of another database on that server; `nil` for the one that the URL names.
    public let name: String?

    /// Names a database by its URL, or another one beside it.
    public init(url: String?, name: String? = nil) {
        self.url = url
        self.name = name
    }

    /// Opens such a database.
    ///
    /// Without a name of its own, and without a URL, it is the engine's database.
    public typealias Connect = @Sendable (OtherDatabase) async throws -> any DatabaseConnection
}
