/// A file of a history and the revision that it declares.
struct RevisionFile {
    /// The path relative to the history's folder.
    let path: String
    /// The path that errors name.
    let fullPath: String
    /// The revision's type; `nil` if the file breaks a rule or is a helper.
    let revision: Declaration?
    /// The revision's id and where it stands, if it is written out plainly.
    let id: (value: String, position: Position)?
    /// The rules that the file breaks.
    let problems: [Problem]

    /// The folder for code that revisions share; its files declare no revision.
    static let supportFolder = "Support"

    init(path: String, fullPath: String, source: [UInt8], target: String) {
        self.path = path
        self.fullPath = fullPath
        let reader = DeclarationReader(source)
        let all = reader.declarations.filter(\.isRevision)

        func problem(_ message: String, at position: Position = Position()) -> Problem {
            Problem(message, path: fullPath, at: position)
        }

        if path.hasPrefix(Self.supportFolder + "/") {
            revision = nil
            id = nil
            let rule = "files in \(Self.supportFolder)/ declare no revision"
            problems = all.map { problem("\(rule); move '\($0.name)' out of it", at: $0.position) }
            return
        }

        var problems = all.compactMap { declaration in
            Self.misplacement(of: declaration, target: target).map { problem($0, at: declaration.position) }
        }
        if problems.isEmpty, all.count != 1 {
            let rule = "a revision file declares exactly one type conforming to Revision; found \(all.count)"
            problems.append(problem(rule, at: all.dropFirst().first?.position ?? Position()))
        }
        if let only = all.first, problems.isEmpty {
            problems = Self.conflicts(of: only, with: reader.members).map { problem($0.message, at: $0.position) }
        }

        self.problems = problems
        revision = problems.isEmpty ? all.first : nil
        id =
            reader.members.lazy.compactMap { member in
                guard member.owner == all.first?.name, case .id(let value?) = member.kind else { return nil }
                return (value, member.position)
            }.first
    }

    /// Why the registry cannot name a type.
    private static func misplacement(of declaration: Declaration, target: String) -> String? {
        let name = declaration.name
        if declaration.keyword == "extension" {
            return "say that '\(name)' conforms to Revision where the type is declared, not in an extension"
        }
        if !declaration.isAtFileLevel { return "revision '\(name)' must not stand in another type or function" }
        if declaration.isConditional { return "revision '\(name)' must not stand between #if and #endif" }
        if declaration.isPrivate { return "revision '\(name)' must not be private" }
        if declaration.isGeneric { return "revision '\(name)' must not be generic" }
        if name == target { return "revision '\(name)' must not bear its module's name, which it would hide" }
        return nil
    }

    /// Members that would be ignored, since nothing that the type conforms to asks for them.
    private static func conflicts(
        of revision: Declaration,
        with members: [Member]
    ) -> [(message: String, position: Position)] {
        var conflicts: [(message: String, position: Position)] = []
        for member in members where member.owner == revision.name {
            switch member.kind {
            case .downgrade where !revision.isReversible:
                let message = "conform to ReversibleRevision to write a downgrade; it would be ignored"
                conflicts.append((message, member.position))
            case .irreversible where !revision.isIrreversible:
                let message = "conform to IrreversibleRevision to say why there is no downgrade; it would be ignored"
                conflicts.append((message, member.position))
            default: break
            }
        }
        if revision.isReversible, revision.isIrreversible {
            let message = "'\(revision.name)' is either a ReversibleRevision or an IrreversibleRevision, not both"
            conflicts.append((message, revision.position))
        }
        return conflicts
    }
}
