import MigrationDSL

/// Loads the first naming components and the naming configuration.
struct LoadFirstComponents: Revision {
    static let id: RevisionID = "cc04580c04ef"
    static let parents: [RevisionID] = ["b16020be0286"]

    func upgrade(_ op: Operations) {
        op.bulkInsert(into: "naming_components", from: .json("payloads/naming_components.json"), key: ["id"])
        op.bulkInsert(into: "naming_config", from: .json("payloads/naming_config.json"), key: ["id"])
    }
}
