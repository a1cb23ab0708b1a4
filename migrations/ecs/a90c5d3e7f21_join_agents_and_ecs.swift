import MigrationDSL

/// Joins the branches of the agents and of the indexes.
struct JoinAgentsAndECS: Revision {
    static let id: RevisionID = "a90c5d3e7f21"
    static let parents: [RevisionID] = ["7c3e91d5a240", "e4b7105f6a9d"]

    func upgrade(_ op: Operations) {}
}
