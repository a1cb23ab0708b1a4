import Migrator
import MigratorImport
import MigratorSystem

/// Runs Alembic on a project, to have its revisions as SQL.
struct AlembicRun {
    /// The ini file of the project.
    private let ini: String
    /// The command line of the interpreter that has Alembic.
    private let python: String

    /// Finds the project's ini file and an Alembic: the one that was named, the project's own, or that of `PATH`.
    ///
    /// - Throws: `MigratorError` that says what is not there.
    init(project path: String, alembic: String?) throws(MigratorError) {
        let ini = System.kind(ofPath: path) == .folder ? path.appending(path: "alembic.ini") : path
        guard System.kind(ofPath: ini) == .file else {
            throw MigratorError(.fileSystem, "there is no \(ini); give the folder of alembic.ini, or the file")
        }
        self.ini = ini
        if let alembic {
            guard System.kind(ofPath: alembic) == .file else {
                throw MigratorError(.fileSystem, "there is no program \(alembic); --alembic is the path of Alembic's")
            }
            python = try Self.interpreter(of: alembic)
            return
        }
        let folders =
            ["\(ini.folder)/.venv/bin", "\(ini.folder)/venv/bin"]
            + (SystemCalls.environment("PATH") ?? "").split(separator: ":").map(String.init)
        guard let found = folders.map({ $0.appending(path: "alembic") }).first(where: Self.isProgram) else {
            throw MigratorError(
                .fileSystem,
                "there is no program 'alembic' on PATH, nor in \(ini.folder)/.venv; install it, or name it with --alembic"
            )
        }
        python = try Self.interpreter(of: found)
    }

    private static func isProgram(_ path: String) -> Bool { System.kind(ofPath: path) == .file }

    /// The interpreter that a script of Python names in its first line, or in its second behind a shell.
    private static func interpreter(of program: String) throws(MigratorError) -> String {
        if program.lastName.hasPrefix("python") { return quoted(program) }
        let lines = (try System.readText(program) ?? "").split(separator: "\n", maxSplits: 2).map(String.init)
        guard let first = lines.first, first.hasPrefix("#!") else {
            throw MigratorError(.fileSystem, "\(program) is no script of Python; name another with --alembic")
        }
        let words = first.dropFirst(2).split(separator: " ").map(String.init)
        if words.first?.lastName.hasPrefix("python") == true { return words.map(quoted).joined(separator: " ") }
        if words.count == 2, words[1].hasPrefix("python") { return words.map(quoted).joined(separator: " ") }
        // A path that is too long for a first line stands in the second, within quotes.
        let second = lines.dropFirst().first?.split { $0 == " " || $0 == "\"" }.map(String.init) ?? []
        if second.count > 1, second[1].lastName.hasPrefix("python") { return quoted(second[1]) }
        throw MigratorError(
            .fileSystem,
            "\(program) does not say which Python it is of; name that Python with --alembic"
        )
    }

    private static func quoted(_ word: String) -> String {
        "'" + word.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
    }

    /// The revisions of the project.
    ///
    /// - Throws: `MigratorError` if Alembic fails; what it says is on standard error.
    func project(_ arguments: [String]) throws(MigratorError) -> ForeignProject {
        let folder = SystemCalls.environment("TMPDIR") ?? "/tmp"
        let output = folder.appending(path: "migrator-\(SystemCalls.processID)-\(UInt64.random(in: 0...UInt64.max))")
        defer { SystemCalls.remove(output) }
        let status = try System.run(shell: python, ["-c", AlembicScript.text, ini, output] + arguments)
        guard status == 0, let file = OpenFile.reading(output), let size = file.status?.size,
            let contents = file.contents(size: size)
        else {
            throw MigratorError(.fileSystem, "Alembic did not write the project's revisions (status \(status))")
        }
        return try AlembicRecords.project(contents)
    }
}
