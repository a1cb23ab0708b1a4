public import MigratorDatabase

/// The checks that every driver must pass, run by a test target against its own driver.
///
/// ```swift
/// @Test(arguments: DriverConformance.checks)
/// func conforms(_ check: DriverConformance.Check) async throws {
///     try await DriverConformance(.sqlite) { try await SQLiteSession(configuration) }.run(check)
/// }
/// ```
///
/// The database must keep what a connection has written when that connection is closed. A check works on tables of its own,
/// `conformance_` and a number, which it drops before and after; so checks may run side by side.
public struct DriverConformance: Sendable {
    /// One rule that a driver must keep.
    public struct Check: Sendable, CustomStringConvertible {
        /// The rule, in words.
        public let description: String
        let table: String
        let body: @Sendable (Session) async throws -> Void
    }

    /// A check that is being run.
    struct Session: Sendable {
        let connection: any DatabaseConnection
        let dialect: Dialect
        let table: String
        let connect: @Sendable () async throws -> any DatabaseConnection
    }

    /// All checks.
    public static let checks: [Check] = [
        values, statements, errors, transactions, cancellations, bulkLoads, sessions,
    ].joined().enumerated().map { number, check in
        Check(description: check.0, table: "conformance_\(number)", body: check.1)
    }

    typealias Named = (String, @Sendable (Session) async throws -> Void)

    private let dialect: Dialect
    private let connect: @Sendable () async throws -> any DatabaseConnection

    /// Creates the suite for a driver.
    ///
    /// - Parameters:
    ///   - dialect: where the database differs from others.
    ///   - connect: opens a new connection, each time to the same database.
    public init(_ dialect: Dialect, connect: @escaping @Sendable () async throws -> any DatabaseConnection) {
        self.dialect = dialect
        self.connect = connect
    }

    /// Runs a check on a connection of its own.
    ///
    /// - Throws: ``ConformanceFailure`` if the driver does something else, and what the driver throws.
    public func run(_ check: Check) async throws {
        let connection = try await connect()
        let session = Session(connection: connection, dialect: dialect, table: check.table, connect: connect)
        do {
            try await connection.execute("DROP TABLE IF EXISTS \(check.table)_child")
            try await connection.execute("DROP TABLE IF EXISTS \(check.table)")
            try await check.body(session)
        } catch {
            await connection.close()
            throw error
        }
        await connection.close()
        let cleaner = try await connect()
        _ = try? await cleaner.execute("DROP TABLE IF EXISTS \(check.table)_child")
        _ = try? await cleaner.execute("DROP TABLE IF EXISTS \(check.table)")
        await cleaner.close()
    }
}

/// A driver does something else than the contract of its protocol says.
public struct ConformanceFailure: Error, CustomStringConvertible {
    /// The rule, in words.
    public let description: String
}

func expect(_ isTrue: Bool, _ complaint: @autoclosure () -> String) throws {
    guard isTrue else { throw ConformanceFailure(description: complaint()) }
}

func expectEqual<Value: Equatable>(_ value: Value, _ expected: Value, _ what: String) throws {
    try expect(value == expected, "\(what): \(value), not \(expected)")
}

/// Runs what must fail with one of some codes, and returns the error.
@discardableResult
func expectError<Value>(
    _ codes: DatabaseFailure.Code...,
    from what: String,
    _ body: () async throws -> Value
) async throws -> DatabaseFailure {
    do {
        _ = try await body()
    } catch let error as DatabaseFailure {
        try expect(codes.contains(error.code), "\(what) gives \(error.code) and not \(codes): \(error)")
        return error
    }
    throw ConformanceFailure(description: "\(what) is accepted")
}
