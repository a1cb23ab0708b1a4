import Migrator
import MigratorDatabase
import MigratorSystem

/// A history, and how far of it is run.
struct TestHistory: Sendable {
    private let revisions: RevisionHistory
    private let target: Target

    init(_ revisions: RevisionHistory, _ target: String) {
        self.revisions = revisions
        self.target = Target(target)
    }

    /// Raise it when a template is to be made in another way.
    private static let version = 1

    /// The name of the state that it leads to: 32 hexadecimal digits.
    ///
    /// - Parameters:
    ///   - kind: The kind of the database.
    ///   - server: What else tells the database from others.
    /// - Returns: The name.
    /// - Throws: `MigratorError` for a history that leads to none.
    func digest(on kind: DatabaseKind, _ server: [String] = []) throws(MigratorError) -> String {
        let parts = try advised { () throws(MigratorError) in
            try engine { throw DatabaseFailure(.cannotOpen, "there is none") }.state(at: target, on: kind)
        }
        let digest = Digest.sha256(ofParts: ["\(Self.version)"] + server + parts)
        return Digest.hex(digest.prefix(16))
    }

    /// Migrates an empty database.
    func migrate(_ connect: @escaping MigrationEngine.Connect) async throws {
        try await engine(connect).upgrade(to: target)
    }

    private func engine(_ connect: @escaping MigrationEngine.Connect) -> MigrationEngine {
        MigrationEngine(revisions: revisions, connect: connect)
    }

    private func advised<Result>(_ body: () throws(MigratorError) -> Result) throws(MigratorError) -> Result {
        do {
            return try body()
        } catch {
            guard error.code == .multipleHeads else { throw error }
            throw MigratorError(
                error.code,
                "\(error.message); for tests say at: \"heads\", which is all of them, or at: with one of them",
                revision: error.revision,
                location: error.location,
                cause: error
            )
        }
    }
}
