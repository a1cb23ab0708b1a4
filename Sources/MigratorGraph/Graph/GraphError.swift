import MigrationDSL
import MigratorCore
import MigratorSystem

/// The texts of errors about identifiers, each written once.
enum GraphError {
    static func unlocatable(
        _ identifier: String,
        _ reason: String,
        code: MigratorError.Code = .unknownRevision
    ) -> MigratorError {
        MigratorError(code, "Can't locate revision identified by '\(identifier)': \(reason)")
    }

    static func noMatch(_ name: String, on label: String?, in index: GraphIndex) -> MigratorError {
        var reason = "no such revision or branch '\(name)'"
        if let label { reason += " on branch '\(label)'" }
        if name.count < 4 {
            reason += "; please ensure at least four characters are present for partial revision identifier matches"
        }
        reason += Suggestion.suffix(for: name, among: index.keys.map(\.name))
        return unlocatable(name, reason)
    }

    static func ambiguous(_ name: String, _ matches: [String]) -> MigratorError {
        let listed = matches.prefix(3).map { "'\($0)'" }.joined(separator: ", ")
        let rest = matches.count > 3 ? " and \(matches.count - 3) more" : ""
        return unlocatable(name, "multiple revisions start with '\(name)': \(listed)\(rest)", code: .ambiguousRevision)
    }

    static func multipleHeads(_ heads: [RevisionID], _ argument: String) -> MigratorError {
        let symbol = argument.split(separator: "@").last.map(String.init) ?? argument
        return MigratorError(
            .multipleHeads,
            "Multiple head revisions are present for given argument '\(argument)'; please specify a specific target "
                + "revision, '<branchname>@\(symbol)' to narrow to a specific head, or 'heads' for all heads: "
                + list(heads)
        )
    }

    static func overlap(_ node: RevisionID, _ others: [RevisionID]) -> MigratorError {
        MigratorError(
            .invalidTarget,
            "Requested revision \(node) overlaps with other requested revisions \(list(others))"
        )
    }

    static func overlappingRows(
        _ implied: [RevisionID],
        _ maximal: [RevisionID],
        _ code: MigratorError.Code
    ) -> MigratorError {
        MigratorError(
            code,
            "The version table names \(list(implied)) beside \(list(maximal)), and what \(list(maximal)) stands on is "
                + "applied anyway; 'stamp \(maximal.map(\.rawValue).joined(separator: " "))' leaves the rows that say "
                + "the same once",
            revision: implied.first
        )
    }

    static func list(_ ids: [RevisionID]) -> String {
        ids.map(\.rawValue).joined(separator: ", ")
    }
}

extension GraphIndex {
    /// Every id in load order, then every label: what a partial identifier may match.
    var keys: [(name: String, node: Int)] {
        var keys = nodes.indices.map { (name: nodes[$0].id.rawValue, node: $0) }
        guard !labelPositions.isEmpty else { return keys }
        for (position, node) in nodes.enumerated() {
            for label in node.branchLabels { keys.append((label, position)) }
        }
        return keys
    }
}

extension String {
    func hasUTF8Prefix(_ prefix: String) -> Bool {
        utf8.starts(with: prefix.utf8)
    }

    var isLongerThanThreeCharacters: Bool {
        unicodeScalars.dropFirst(3).first != nil
    }
}
