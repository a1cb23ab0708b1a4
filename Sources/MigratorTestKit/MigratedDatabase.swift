import Migrator
public import MigratorDatabase
import Synchronization

/// A migrated database of a test's own, for as long as the test runs.
///
/// ```swift
/// let database = try MigratedDatabase.current
/// try await database.withConnection { connection in
///     try await connection.execute("INSERT INTO products (id, name) VALUES (1, 'lamp')")
/// }
/// ```
public struct MigratedDatabase: Sendable {
    /// The URL of the database, with its password if it has one.
    public let url: String
    let location: DatabaseURL
    /// Its name on a server.
    let name: String?
    private let connect: DatabaseOpening
    private let failure = Failure()
    @TaskLocal static var lent: MigratedDatabase?

    private final class Failure: Sendable {
        let isNoted = Mutex(false)
    }

    init(_ location: DatabaseURL, _ name: String? = nil, _ connect: @escaping DatabaseOpening) {
        self.location = location
        self.name = name
        self.connect = connect
        url = location.isFile ? "sqlite:\(location.location)" : location.location
    }

    /// The database of the test that is running.
    ///
    /// - Throws: `MigratorError` with code `.invalidSetting` outside of such a test.
    public static var current: MigratedDatabase {
        get throws(MigratorError) {
            if let lent { return lent }
            throw MigratorError(
                .invalidSetting,
                "no migrated database belongs to this test: give it or its suite the trait .migrated(…), or use "
                    + "withDatabase. A detached task does not know its test: take the database before it begins"
            )
        }
    }

    /// The path of the file.
    ///
    /// - Throws: `MigratorError` with code `.invalidSetting` for a database that is none.
    public var path: String {
        get throws(MigratorError) {
            guard location.isFile else {
                throw MigratorError(.invalidSetting, "\(location) is no file; its URL is in 'url'")
            }
            return location.location
        }
    }

    /// The kind of database.
    public var kind: DatabaseKind { location.kind }

    /// Lends a connection to a closure, and closes it afterwards.
    ///
    /// - Returns: What the closure returns.
    /// - Throws: What opening it throws, or the closure.
    @discardableResult
    public func withConnection<Result>(
        _ body: (any DatabaseConnection) async throws -> Result
    ) async throws -> Result {
        let connection = try await open()
        do {
            let result = try await body(connection)
            await connection.close()
            return result
        } catch {
            await connection.close()
            throw error
        }
    }

    /// Opens a connection, which the caller closes.
    ///
    /// - Throws: What opening it throws.
    public func open() async throws -> any DatabaseConnection { try await connect(location) }

    // MARK: Failures

    /// Notes that the test fails, so that its database may be kept: for what notices failures that are not thrown.
    public func noteFailure() { failure.isNoted.withLock { $0 = true } }

    var hasFailed: Bool { failure.isNoted.withLock(\.self) }
}

/// Opens a database by its URL.
package typealias DatabaseOpening = @Sendable (DatabaseURL) async throws -> any DatabaseConnection

extension MigratedDatabase: CustomStringConvertible, CustomReflectable {
    /// The URL without its password.
    public var description: String { location.description }

    /// Shows no more than ``description``, as a failed expectation would print a password.
    public var customMirror: Mirror { Mirror(self, children: [("description", description)]) }
}
