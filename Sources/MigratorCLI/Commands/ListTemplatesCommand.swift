import ArgumentParser

/// The verb `list-templates`.
struct ListTemplatesCommand: Verb {
    static let name = "list-templates"

    static var configuration: CommandConfiguration {
        verbConfiguration(
            name,
            "List what 'init' can make.",
            discussion: "The first one is what 'init' makes unless another is named.",
            examples: [("", "all of them")]
        )
    }

    @OptionGroup var global: GlobalOptions

    func run(_ session: Session) async throws -> ExitStatus {
        let all = ProjectTemplate.allCases
        session.console.answer(
            JSON.object([
                "templates": .array(
                    all.map { .object(["name": .string($0.rawValue), "description": .string($0.summary)]) }
                )
            ])
        )
        session.console.answer(TextTable.draw(["NAME", "MAKES"], all.map { [$0.rawValue, $0.summary] }))
        return .done
    }
}
