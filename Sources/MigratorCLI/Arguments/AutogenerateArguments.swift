import ArgumentParser

/// The flags of `revision --autogenerate`.
struct AutogenerateArguments: ParsableArguments {
    @Flag(help: "Generate what turns the history into the model, instead of a file to be filled in.")
    var autogenerate = false

    @Option(
        help: ArgumentHelp("With --autogenerate: the schema that is there (default: history).", valueName: "source")
    )
    var from: String?

    @Option(
        help: ArgumentHelp("With --autogenerate: the schema that is to be (default: model).", valueName: "source")
    )
    var to: String?

    @Option(
        name: .customLong("rename"),
        help: ArgumentHelp(
            "With --autogenerate: TABLE=NEW or TABLE.COLUMN=NEW is one thing with a new name; repeatable.",
            valueName: "old=new"
        )
    )
    var renames: [String] = []

    @Flag(help: "With --autogenerate: write a revision even if there is no difference.")
    var empty = false

    @Flag(help: "With --autogenerate: do not try the revision on an empty database first.")
    var noProof = false

    @OptionGroup var schema: SchemaArguments

    /// Refuses flags that would say nothing without `--autogenerate`.
    func checkAlone() throws(UsageError) {
        guard !autogenerate else { return }
        let given: [(name: String, isGiven: Bool)] = [
            ("from", from != nil), ("to", to != nil), ("rename", !renames.isEmpty), ("empty", empty),
            ("no-proof", noProof), ("schema", !schema.schemas.isEmpty), ("include", !schema.include.isEmpty),
            ("exclude", !schema.exclude.isEmpty), ("model", schema.model != nil), ("scratch", schema.scratch != nil),
        ]
        guard let flag = given.first(where: \.isGiven) else { return }
        throw UsageError("--\(flag.name) says nothing without --autogenerate")
    }
}
