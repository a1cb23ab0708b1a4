import MigrationDSL

/// Loads the 50 races, whose base names the next revision gives.
struct LoadRaces: Revision {
    static let id: RevisionID = "9f94d908afb9"
    static let parents: [RevisionID] = ["cc04580c04ef"]

    func upgrade(_ op: Operations) {
        op.bulkInsert(into: "naming_spirits", from: .json("payloads/naming_spirits.json"), key: ["id"])
    }
}
