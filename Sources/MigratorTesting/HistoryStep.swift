public import MigrationDSL
import Migrator
public import MigratorDatabase

#if canImport(Testing)
public import Testing
#endif

/// A revision of a history, as the argument of a test.
///
/// ```swift
/// @Test(arguments: ShopMigrations.revisions.steps) func goesBack(_ step: HistoryStep) async throws {
///     try await step.roundTrip(rows: .fixture("fixtures"))
/// }
/// ```
public struct HistoryStep: Sendable, Identifiable {
    /// The revision's id; of a history that cannot be it is empty.
    public let id: String
    /// What the revision does, in a line.
    public let message: String
    private let history: Result<RevisionHistory, MigratorError>

    fileprivate init(_ id: String, _ message: String, _ history: Result<RevisionHistory, MigratorError>) {
        (self.id, self.message, self.history) = (id, message, history)
    }

    /// Applies the revision on an empty database that has all which it follows, takes it back, and applies it again.
    ///
    /// The schema that the downgrade leaves must be the one before, the second upgrade must give that of the first, and the
    /// rows of what both schemas have must be the same. The values of a column that the revision drops, or gives another
    /// type, are not expected back. A revision that says why it must not be taken back is only applied.
    ///
    /// - Parameters:
    ///   - rows: The rows that it meets.
    ///   - kind: The kind of database.
    /// - Throws: `MigratorError` that says what fails, what is left, or which column has lost its values.
    public func roundTrip(rows: TestRows = .made, on kind: DatabaseKind = .sqlite) async throws {
        let revisions = try history.get()
        let engine = try TestDrivers.engine(revisions, on: kind)
        _ = try await engine.roundTrip(of: RevisionID(id), rows: try rows.rows(of: revisions, on: kind))
    }
}

extension HistoryStep: CustomStringConvertible {
    /// The id and the message.
    public var description: String { message.isEmpty ? id : "\(id) \(message)" }
}

#if canImport(Testing)
extension HistoryStep: CustomTestStringConvertible {
    /// The id and the message.
    public var testDescription: String { description }
}
#endif

extension TestedHistory {
    /// The revisions in the order in which they are run; of a history that cannot be one step, which fails.
    public var steps: [HistoryStep] {
        do throws(MigratorError) {
            let revisions = try revisions()
            let graph = revisions.graph
            let ids = try Planner(graph).upgrade(to: "heads", rows: []).steps.map(\.revision)
            return ids.map { HistoryStep($0.rawValue, graph[$0]?.message ?? "", .success(revisions)) }
        } catch {
            return [HistoryStep("", "a history that cannot be", .failure(error))]
        }
    }
}

extension RevisionRegistry {
    /// The revisions of this target alone, in the order in which they are run.
    public var steps: [HistoryStep] { TestedHistory(self).steps }
}
