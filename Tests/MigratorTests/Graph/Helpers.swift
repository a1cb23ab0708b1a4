import MigrationDSL
import Migrator
import MigratorCore
import MigratorGraph
import Testing

/// A node in few words; the line tells the nodes of a message apart.
func node(
    _ id: RevisionID,
    _ parents: [RevisionID] = [],
    dependsOn: [String] = [],
    labels: [String] = [],
    line: Int? = nil
) -> RevisionNode {
    RevisionNode(
        id: id,
        parents: parents,
        dependsOn: dependsOn,
        branchLabels: labels,
        source: line.map { SourceLocation(file: "revisions.swift", line: $0) }
    )
}

/// The error that `body` throws.
func failure(_ body: () throws(MigratorError) -> Void) -> MigratorError? {
    do {
        try body()
        return nil
    } catch {
        return error
    }
}

/// Expects an error of this code whose message holds all these words.
func expectFailure(
    _ code: MigratorError.Code,
    _ words: String...,
    sourceLocation: Testing.SourceLocation = #_sourceLocation,
    _ body: () throws(MigratorError) -> Void
) {
    let error = failure(body)
    #expect(error?.code == code, "\(error?.message ?? "nothing thrown")", sourceLocation: sourceLocation)
    for word in words {
        #expect(
            error?.description.contains(word) ?? false,
            "\(error?.description ?? "")",
            sourceLocation: sourceLocation
        )
    }
}

extension Plan {
    var revisions: [RevisionID] { steps.map(\.revision) }
}

enum Graphs {
    /// Two branches off one trunk, one of them longer, with a label each.
    ///
    ///     aaaa ── bbbb ┬─ left1 ── left2   (left)
    ///                  └─ right1           (right)
    static func fork() throws -> RevisionGraph {
        try RevisionGraph([
            node("aaaa"),
            node("bbbb", ["aaaa"]),
            node("left1", ["bbbb"], labels: ["left"]),
            node("left2", ["left1"]),
            node("right1", ["bbbb"], labels: ["right"]),
        ])
    }
}
