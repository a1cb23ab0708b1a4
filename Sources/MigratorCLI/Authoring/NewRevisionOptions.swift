import ArgumentParser

/// The flags of `revision` and `merge`.
struct NewRevisionOptions: ParsableArguments {
    @Option(help: ArgumentHelp("A name for the branch that begins here; repeatable.", valueName: "label"))
    var branchLabel: [String] = []

    @Option(help: ArgumentHelp("A revision of another branch that must come first; repeatable.", valueName: "rev"))
    var dependsOn: [String] = []

    @Option(name: .customLong("rev-id"), help: ArgumentHelp("The id, instead of one at random.", valueName: "id"))
    var revID: String?

    @Option(help: ArgumentHelp("The folder to write it into.", valueName: "folder"))
    var versionPath: String?

    @Option(help: ArgumentHelp("swift or sql; else what the folder holds.", valueName: "language"))
    var language: RevisionLanguage?

    @Flag(help: "Allow parents that others follow already: begins a branch.")
    var splice = false
}
