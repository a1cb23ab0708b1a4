import MigrationDSL
import Migrator
import MigratorSystem

/// Decides which folder a new revision goes into, and in which language it is written.
///
/// Only a folder that the histories are read from will do: a revision anywhere else would never be seen.
struct RevisionFolders {
    /// The folder, and what its revisions are written in.
    struct Choice: Hashable {
        let folder: String
        let language: RevisionLanguage
    }

    /// The folders of the compiled histories.
    let compiled: [String]
    /// The folders of SQL revisions.
    let sql: [String]
    /// The path without symlinks and dots, if there is such a folder.
    var resolve: (String) -> String? = SystemCalls.realPath

    /// Chooses: the path that was asked for, else the first parent's folder, else the only one there is.
    func choose(path: String?, parentFile: String?, language: RevisionLanguage?) throws(MigratorError) -> Choice {
        if let path { return try chosen(path, language) }
        if let folder = parentFile?.folder, let known = self.language(of: folder), language ?? known == known {
            return Choice(folder: folder, language: known)
        }
        let known = all.filter { language ?? $0.language == $0.language }
        guard known.count == 1, let only = known.first else {
            let reason = known.isEmpty ? "no folder takes such revisions" : "there are several folders"
            throw MigratorError(.invalidSetting, "\(reason); please specify --version-path: \(listed)")
        }
        return only
    }

    private func chosen(_ path: String, _ language: RevisionLanguage?) throws(MigratorError) -> Choice {
        guard let known = self.language(of: path) else {
            throw MigratorError(
                .invalidSetting,
                "Path \(path) is not represented in current version locations: \(listed)"
            )
        }
        guard language ?? known == known else {
            throw MigratorError(
                .invalidSetting,
                "revisions in \(path) are written in \(known), not in \(language ?? known)"
            )
        }
        return Choice(folder: path, language: known)
    }

    private var all: [Choice] {
        compiled.map { Choice(folder: $0, language: .swift) } + sql.map { Choice(folder: $0, language: .sql) }
    }

    private var listed: String {
        all.isEmpty ? "there are none; see --revisions" : all.map(\.folder).joined(separator: ", ")
    }

    /// The language of the revisions in a folder: that of SQL revisions itself, or any within a compiled history's.
    private func language(of folder: String) -> RevisionLanguage? {
        guard let path = resolve(folder) else { return nil }
        if sql.contains(where: { resolve($0) == path }) { return .sql }
        let isCompiled = compiled.contains { root in
            guard let root = resolve(root) else { return false }
            return path == root || path.hasPrefix(root + "/")
        }
        return isCompiled ? .swift : nil
    }
}

extension RevisionRegistry {
    /// Whether a target's revisions are all SQL: a new one is, too.
    var isOfSQL: Bool {
        entries.isEmpty && payloads.contains { $0.path.hasSuffix(".sql") && !$0.path.hasPrefix("payloads/") }
    }
}
