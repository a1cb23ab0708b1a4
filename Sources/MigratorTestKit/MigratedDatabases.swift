public import Migrator
public import MigratorDatabase

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Migrated SQLite files for tests: the history runs once, and each test gets a copy, which takes milliseconds.
///
/// ```swift
/// static let databases = MigratedDatabases(revisions: history) { path in
///     try await SQLiteSession(SQLiteSessionConfiguration(path: path))
/// }
///
/// @Test func foxesAreClever() async throws {
///     let database = try await Self.databases.make()
///     …
/// }
/// ```
public actor MigratedDatabases {
    /// A file that belongs to one test and is deleted when the value is released.
    public final class Copy: Sendable {
        /// The file's path.
        public let path: String

        init(path: String) {
            self.path = path
        }

        deinit {
            try? FileManager.default.removeItem(atPath: path)
        }
    }

    private let revisions: RevisionHistory
    private let target: String
    private let connect: @Sendable (String) async throws -> any DatabaseConnection
    private var template: Task<Copy, any Error>?

    /// Describes the databases; nothing is made before the first is asked for.
    ///
    /// - Parameters:
    ///   - revisions: The history to run.
    ///   - target: How far.
    ///   - connect: Opens a SQLite file by its path.
    public init(
        revisions: RevisionHistory,
        target: String = "heads",
        connect: @escaping @Sendable (String) async throws -> any DatabaseConnection
    ) {
        self.revisions = revisions
        self.target = target
        self.connect = connect
    }

    /// Makes a migrated database of the caller's own.
    ///
    /// - Throws: What the history's run throws, for each caller alike.
    public func make() async throws -> Copy {
        let template =
            template
            ?? Task { [revisions, target, connect] in
                let copy = Copy(path: Self.newPath())
                try await MigrationEngine(revisions: revisions) { try await connect(copy.path) }.upgrade(
                    to: Target(target)
                )
                return copy
            }
        self.template = template
        let copy = Copy(path: Self.newPath())
        try FileManager.default.copyItem(atPath: try await template.value.path, toPath: copy.path)
        return copy
    }

    private static func newPath() -> String {
        FileManager.default.temporaryDirectory.appending(path: "migrated-\(UUID().uuidString).db").path
    }
}
