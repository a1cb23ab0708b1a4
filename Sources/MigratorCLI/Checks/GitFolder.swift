import Migrator
import MigratorSystem

/// A folder in a repository of Git, asked by the program `git`.
struct GitFolder {
    /// The folder.
    private let path: String

    init(_ path: String) {
        self.path = path
    }

    /// The files below the folder that were added or changed since it parted from a commit, in the working tree too.
    ///
    /// Files that Git ignores are none of them; those that are not in it yet are.
    /// - Parameter reference: A branch, a tag or another name of a commit.
    /// - Returns: Paths that begin with the folder's.
    /// - Throws: `MigratorError` if there is no Git or no repository; for a name that is no commit's; `UsageError` for one that cannot be.
    func changedFiles(since reference: String) throws -> [String] {
        guard !reference.hasPrefix("-"), !reference.isEmpty else {
            throw UsageError("--since-ref needs a branch, a tag or a commit, not '\(reference)'")
        }
        let top = try git("rev-parse", "--is-shallow-repository")
        guard top.status == 0 else {
            throw MigratorError(.fileSystem, "\(path) is in no repository of Git that could be asked: \(top.complaint)")
        }
        let isShallow = top.output.hasPrefix("true")
        let shallow = isShallow ? "; the clone is shallow: fetch more of it, such as by 'git fetch --unshallow'" : ""
        let commit = try git("rev-parse", "--verify", "--quiet", "\(reference)^{commit}")
        guard commit.status == 0 else {
            throw MigratorError(.invalidTarget, "the repository of \(path) has no commit '\(reference)'\(shallow)")
        }
        guard try git("rev-parse", "--verify", "--quiet", "HEAD^{commit}").status == 0 else {
            throw MigratorError(.fileSystem, "the repository of \(path) has no commit of its own yet")
        }
        let base = try git("merge-base", commit.line, "HEAD")
        guard base.status == 0 else {
            throw MigratorError(.fileSystem, "'\(reference)' and HEAD of \(path) have no commit in common\(shallow)")
        }
        let changed = try files(
            "diff",
            "--name-only",
            "-z",
            "--no-renames",
            "--no-ext-diff",
            "--ignore-submodules",
            "--diff-filter=d",
            "--relative",
            base.line,
            "--",
            "."
        )
        return changed + (try files("ls-files", "--others", "--exclude-standard", "-z", "--", "."))
    }

    /// The paths that a command of Git lists, each ended by a zero byte.
    private func files(_ arguments: String...) throws(MigratorError) -> [String] {
        let answer = try git(arguments)
        guard answer.status == 0 else {
            throw MigratorError(.fileSystem, "git \(arguments[0]) failed in \(path): \(answer.complaint)")
        }
        return answer.output.split(separator: "\0").map { path.appending(path: String($0)) }
    }

    // MARK: The program

    /// What a command of Git came to.
    private struct Answer {
        let status: Int32
        let output: String
        let errors: String

        /// The output without the end of its line.
        var line: String { String(output.prefix { $0 != "\n" && $0 != "\r\n" }) }

        /// The first line of what it said about a failure.
        var complaint: String {
            let line = errors.split(whereSeparator: \.isNewline).first.map(String.init)
            return line ?? "it ended with status \(status)"
        }
    }

    private func git(_ arguments: String...) throws(MigratorError) -> Answer { try git(arguments) }

    private func git(_ arguments: [String]) throws(MigratorError) -> Answer {
        let folder = SystemCalls.environment("TMPDIR") ?? "/tmp"
        let name = "migrator-git-\(SystemCalls.processID)-\(UInt64.random(in: 0...UInt64.max))"
        let (output, errors) = (folder.appending(path: name), folder.appending(path: "\(name).errors"))
        defer {
            SystemCalls.remove(output)
            SystemCalls.remove(errors)
        }
        // A hook of Git has these set for its own repository, by paths that hold in its own folder.
        let unset = "unset GIT_DIR GIT_WORK_TREE GIT_INDEX_FILE GIT_PREFIX"
        let redirected = "exec >\(Self.quoted(output)) 2>\(Self.quoted(errors))"
        let status = try System.run(shell: "\(unset); \(redirected); LC_ALL=C git", ["-C", path] + arguments)
        guard status != 127 else {
            throw MigratorError(.fileSystem, "--since-ref asks Git, and there is no program 'git' on the PATH")
        }
        return Answer(status: status, output: try Self.text(output), errors: try Self.text(errors))
    }

    private static func text(_ path: String) throws(MigratorError) -> String {
        guard let file = OpenFile.reading(path), let size = file.status?.size, let bytes = file.contents(size: size)
        else {
            throw MigratorError(.fileSystem, "what git said could not be read from \(path): \(System.lastError)")
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func quoted(_ word: String) -> String {
        "'" + word.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
    }
}
