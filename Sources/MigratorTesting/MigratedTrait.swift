#if canImport(Testing)
public import MigrationDSL
import Migrator
public import MigratorDatabase
import MigratorTestKit
public import Testing

/// Gives each test a migrated database of its own, or one to all tests of a suite.
public struct MigratedTrait: SuiteTrait, TestTrait, TestScoping {
    /// The trait itself, and all that tests and suites within have of it.
    private final class Identity: Sendable {}

    private let databases: Result<MigratedDatabases, any Error>
    private let perTest: Bool
    private let identity = Identity()
    /// The traits whose databases are lent to all tests within.
    @TaskLocal private static var shared: Set<ObjectIdentifier> = []

    init(_ history: TestedHistory, on kind: DatabaseKind, at target: String, perTest: Bool) {
        databases = Result { try history.databases(on: kind, at: target) }
        self.perTest = perTest
    }

    /// The tests of a suite have it too: each for its own database, or to tell of its failures.
    public var isRecursive: Bool { true }

    /// It, for a test with one of its arguments, and where the tests share one for all that is run.
    public func scopeProvider(for test: Test, testCase: Test.Case?) -> MigratedTrait? {
        let isCase = !test.isSuite && testCase != nil
        return isCase || !perTest ? self : nil
    }

    /// Lends a database for as long as a test runs, or a suite.
    public func provideScope(
        for test: Test,
        testCase: Test.Case?,
        performing function: @Sendable @concurrent () async throws -> Void
    ) async throws {
        if let database = try? MigratedDatabase.current, Self.shared.contains(ObjectIdentifier(identity)) {
            return try await watch(database, test, testCase, function)
        }
        try await databases.get().withDatabase(named: test.name) { database in
            let shared = perTest ? Self.shared : Self.shared.union([ObjectIdentifier(identity)])
            try await Self.$shared.withValue(shared) { try await watch(database, test, testCase, function) }
        }
    }

    /// Runs a test, and notes if it fails: an expectation that does is not thrown.
    private func watch(
        _ database: MigratedDatabase,
        _ test: Test,
        _ testCase: Test.Case?,
        _ function: @Sendable @concurrent () async throws -> Void
    ) async throws {
        guard testCase != nil else { return try await function() }
        let trait: IssueHandlingTrait = .compactMapIssues { issue in
            if issue.isFailure { database.noteFailure() }
            return issue
        }
        try await trait.provideScope(for: test, testCase: testCase, performing: function)
    }
}

extension Trait where Self == MigratedTrait {
    /// Gives each test a migrated database of its own, `MigratedDatabase.current`, which is dropped when it ends.
    ///
    /// ```swift
    /// @Suite(.migrated(ShopMigrations.revisions)) struct OrderTests {
    ///     @Test func totals() async throws {
    ///         let database = try MigratedDatabase.current
    ///         …
    ///     }
    /// }
    /// ```
    ///
    /// - Parameters:
    ///   - registries: The revisions of one or more targets.
    ///   - kind: The kind of database; those of PostgreSQL are on the server that `MIGRATOR_TEST_DATABASE` names.
    ///   - target: How far the history is run: an id or its beginning, `head`, `heads`, a label.
    ///   - perTest: Whether each test has one of its own; if not, the tests of the suite share one.
    /// - Returns: The trait.
    public static func migrated(
        _ registries: RevisionRegistry...,
        on kind: DatabaseKind = .sqlite,
        at target: String = "head",
        perTest: Bool = true
    ) -> Self {
        let history = TestedHistory(registries.map { .compiled($0) })
        return MigratedTrait(history, on: kind, at: target, perTest: perTest)
    }

    /// Gives each test a migrated database of its own, of a history with revisions in files as well.
    ///
    /// - Parameters:
    ///   - history: The history.
    ///   - kind: The kind of database.
    ///   - target: How far the history is run.
    ///   - perTest: Whether each test has one of its own.
    /// - Returns: The trait.
    public static func migrated(
        _ history: TestedHistory,
        on kind: DatabaseKind = .sqlite,
        at target: String = "head",
        perTest: Bool = true
    ) -> Self {
        MigratedTrait(history, on: kind, at: target, perTest: perTest)
    }
}
#endif
