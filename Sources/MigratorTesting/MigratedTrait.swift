#if canImport(Testing)
public import MigrationDSL
import Migrator
public import MigratorDatabase
import MigratorTestKit
public import Testing

/// Gives each test a migrated database of its own, or one to all tests of a suite.
public struct MigratedTrait: SuiteTrait, TestTrait, TestScoping {
    private let databases: Result<MigratedDatabases, any Error>
    private let perTest: Bool

    init(_ history: TestedHistory, on kind: DatabaseKind, at target: String, perTest: Bool) {
        databases = Result { try history.databases(on: kind, at: target) }
        self.perTest = perTest
    }

    /// Whether the tests of a suite have the trait, and not the suite itself.
    public var isRecursive: Bool { perTest }

    /// It, where a database is lent: to a test with one of its arguments, or to a suite.
    public func scopeProvider(for test: Test, testCase: Test.Case?) -> MigratedTrait? {
        let isCase = !test.isSuite && testCase != nil
        return isCase == perTest ? self : nil
    }

    /// Lends a database for as long as a test runs.
    public func provideScope(
        for test: Test,
        testCase: Test.Case?,
        performing function: @Sendable @concurrent () async throws -> Void
    ) async throws {
        try await databases.get().withDatabase(named: test.name) { database in
            // An expectation that fails is not thrown.
            let watch: IssueHandlingTrait = .compactMapIssues { issue in
                if issue.isFailure { database.noteFailure() }
                return issue
            }
            try await watch.provideScope(for: test, testCase: testCase, performing: function)
        }
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
