package import MigrationDSL
package import MigratorCore
package import MigratorDatabase
package import MigratorGraph

/// A revision of a history, from whichever source: what the engine needs to run it.
package protocol LoadedRevision: Sendable {
    /// The revision's id.
    var id: RevisionID { get }
    /// The revision's node in the graph.
    var node: RevisionNode { get }
    /// Whether all of it runs in one transaction.
    var isTransactional: Bool { get }
    /// The rules of waiting for locks.
    var lockRules: LockRules { get }
    /// The finder of its payloads.
    var payloads: PayloadLocator { get }

    /// Records what it does.
    ///
    /// - Throws: ``MigratorError`` with code `.irreversible` if it cannot be downgraded, `.invalidRevision` if its file
    ///   is malformed.
    func operations(
        _ direction: Direction,
        _ arguments: RevisionArguments,
        tag: String?,
        for kind: DatabaseKind
    ) throws(MigratorError) -> OperationList

    /// The semantic checksum of what it does; arguments of a run stay out of it.
    func checksum(_ direction: Direction) throws(MigratorError) -> String

    /// Whether this is its checksum; a source may know without writing it down.
    func hasChecksum(_ recorded: String, _ direction: Direction) throws(MigratorError) -> Bool

    /// Why it cannot be downgraded, though it does not declare that it must not be; `nil` if it can.
    func whyIrreversible() throws(MigratorError) -> String?

    /// Whether its downgrade is derived from what its upgrade does.
    var derivesDowngrade: Bool { get }

    /// The other tool that it comes from, and what that tool calls it; `nil` if it was written for this one.
    var importedFrom: String? { get }
}

extension LoadedRevision {
    package var id: RevisionID { node.id }
    package var derivesDowngrade: Bool { false }
    package var importedFrom: String? { nil }

    package func hasChecksum(_ recorded: String, _ direction: Direction) throws(MigratorError) -> Bool {
        try checksum(direction) == recorded
    }
}
