import Migrator

extension Console {
    /// Warns of objects that cannot be read, compared or written.
    func warn(ofUnsupported objects: [UnsupportedObject]) {
        for object in objects {
            warn(TerminalText.line("\(object.kind) \(object.object) is left out: \(object.why)"))
        }
    }
}

extension Console {
    /// Warns of texts that may mean the same, for which no server was asked.
    func warn(ofUnverifiedIn report: DiffReport) {
        for part in report.unverified {
            warn(TerminalText.line("\(part.summary) may differ; only a server could tell, and none did"))
        }
        if let why = report.whyUnverified {
            note(
                "a server can be asked by a role with CREATEDB, also another one with --scratch; refused: "
                    + TerminalText.line(why)
            )
        }
    }

    /// Says which flags would make renames of what is dropped and added.
    func note(ofRenames candidates: [RenameSuggestion]) {
        for candidate in candidates {
            note(TerminalText.line("\(candidate.summary) would be a rename with --rename \(candidate.rename)"))
        }
    }
}

extension JSON {
    /// `[{"object","kind","why"}]`.
    static func unsupported(_ objects: [UnsupportedObject]) -> JSON {
        .array(
            objects.map { object in
                .object([
                    "object": .string(object.object), "kind": .string(object.kind), "why": .string(object.why),
                ])
            }
        )
    }
}
