public import MigrationDSL
public import Migrator
public import MigratorDatabase
public import MigratorTestKit
import Synchronization

/// The history that tests are about: the revisions of one or more targets, and folders of SQL revisions.
public struct TestedHistory: Sendable {
    private let sources: [RevisionSource]

    /// The revisions of targets.
    public init(_ registries: RevisionRegistry...) {
        sources = registries.map { .compiled($0) }
    }

    /// The revisions of some sources.
    public init(_ sources: [RevisionSource]) {
        self.sources = sources
    }

    /// The revisions, checked and joined.
    func revisions() throws(MigratorError) -> RevisionHistory { try RevisionHistory(sources, remembersFolders: false) }

    // MARK: Databases

    /// The databases of a state of the history.
    ///
    /// - Parameters:
    ///   - kind: The kind of databases; those of PostgreSQL are on the server that `MIGRATOR_TEST_DATABASE` names.
    ///   - target: How far the history is run.
    /// - Returns: The databases.
    /// - Throws: `MigratorError` for a history that cannot be, and where no server is named.
    public func databases(on kind: DatabaseKind = .sqlite, at target: String = "head") throws -> MigratedDatabases {
        try Self.known.withLock { known in
            let key = Key(kind: kind, target: target, revisions: types)
            // Of files it is not known whether they are the same.
            if let key, let databases = known[key] { return databases }
            let databases = MigratedDatabases(
                revisions: try revisions(),
                target: target,
                server: try TestDrivers.server(kind),
                open: TestDrivers.open
            )
            if let key { known[key] = databases }
            return databases
        }
    }

    /// Lends a migrated database to a closure, and drops it afterwards: for tests without the trait, as in XCTest.
    ///
    /// - Parameters:
    ///   - kind: The kind of database.
    ///   - target: How far the history is run.
    ///   - name: The name of the test, for what is printed.
    ///   - body: The closure.
    /// - Returns: What the closure returns.
    /// - Throws: What the history's run throws, for each test alike; what the closure throws.
    @discardableResult
    public func withDatabase<Result>(
        on kind: DatabaseKind = .sqlite,
        at target: String = "head",
        named name: String = #function,
        _ body: (MigratedDatabase) async throws -> Result
    ) async throws -> Result {
        try await databases(on: kind, at: target).withDatabase(named: name, body)
    }

    private static let known = Mutex<[Key: MigratedDatabases]>([:])

    private struct Key: Hashable {
        let kind: DatabaseKind
        let target: String
        let revisions: [ObjectIdentifier]

        init?(kind: DatabaseKind, target: String, revisions: [ObjectIdentifier]?) {
            guard let revisions else { return nil }
            (self.kind, self.target, self.revisions) = (kind, target, revisions)
        }
    }

    /// The types of the revisions; `nil` if some are in files.
    private var types: [ObjectIdentifier]? {
        var types: [ObjectIdentifier] = []
        for source in sources {
            guard case .compiled(let registry) = source else { return nil }
            types += registry.entries.map { ObjectIdentifier($0.type) }
        }
        return types
    }
}

extension RevisionRegistry {
    /// Lends a migrated database to a closure, and drops it afterwards: ``TestedHistory/withDatabase(on:at:named:_:)``.
    @discardableResult
    public func withDatabase<Result>(
        on kind: DatabaseKind = .sqlite,
        at target: String = "head",
        named name: String = #function,
        _ body: (MigratedDatabase) async throws -> Result
    ) async throws -> Result {
        try await TestedHistory(self).withDatabase(on: kind, at: target, named: name, body)
    }
}
