import ArgumentParser
import MigrationDSL
import Migrator

/// The verb `branches`.
struct BranchesCommand: Verb {
    static let name = "branches"

    static var configuration: CommandConfiguration {
        verbConfiguration(
            name,
            "List the revisions that several follow, with those.",
            discussion: "Each branch point is followed by its children; labels name the branches.",
            examples: [("", "the branch points"), ("-v", "with what each child does")]
        )
    }

    @OptionGroup var global: GlobalOptions

    func run(_ session: Session) async throws -> ExitStatus {
        let migrator = try session.migrator(for: .looking)
        let branches = migrator.branches()
        let console = session.console
        console.answer(
            JSON.object([
                "branches": .array(
                    branches.map { branch in
                        .object([
                            "revision": .string(branch.revision.rawValue), "children": .strings(branch.children),
                        ])
                    }
                )
            ])
        )
        let text = RevisionText(migrator.revisions.graph, console.style)
        for branch in branches {
            guard let entry = migrator.entry(branch.revision) else { continue }
            console.answer(console.isVerbose ? text.paragraph(entry) : text.line(entry, [.labels, .shape]))
            let indent = String(repeating: " ", count: branch.revision.rawValue.count)
            for child in branch.children.compactMap({ migrator.entry($0) }) {
                let parts: RevisionText.Parts = console.isVerbose ? [.labels, .shape, .message] : [.labels, .shape]
                console.answer("\(indent) -> \(text.line(child, parts))")
            }
            console.answer("")
        }
        return .done
    }
}
