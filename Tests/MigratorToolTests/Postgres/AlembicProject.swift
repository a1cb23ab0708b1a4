import Foundation
import MigratorTestSupport
import Testing

/// The existing system's first five revisions as a project of Alembic's, run on one database.
struct AlembicProject: Sendable {
    /// Whether this machine can run it.
    static let isThere = (try? Tool.finish(python).status) == 0

    /// The chain, from the first revision on.
    static let revisions = ["183c8980160f", "b16020be0286", "cc04580c04ef", "9f94d908afb9", "22ebdcff71c4"]

    private let url: String

    init(_ database: PostgresDatabase) {
        url = database.url.replacingOccurrences(of: "postgres://", with: "postgresql+psycopg://")
    }

    init(sqlite path: String) {
        url = "sqlite:///\(path)"
    }

    /// Runs a command that must succeed, and returns what it printed.
    @discardableResult
    func run(_ arguments: String..., pausingFor key: Int? = nil) async throws -> String {
        let result = try await attempt(arguments, pausingFor: key)
        #expect(result.status == 0, "\(arguments): \(result.errors)")
        return result.output.trimmingCharacters(in: .whitespacesAndNewlines)
    }

    /// Runs a command; with a key, it waits after each version row for that advisory lock.
    func attempt(_ arguments: [String], pausingFor key: Int?) async throws -> ToolResult {
        let naming = "\(Script.root)/migrations/naming"
        var all = ["-c", fixture("alembic/alembic.ini"), "-x", "url=\(url)", "-x", "naming=\(naming)"]
        if let key { all += ["-x", "pause=\(key)"] }
        return try await Tool.finishAside(Script.process("alembic.sh", all + arguments))
    }

    private static var python: Process {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["python3", "-c", "import ensurepip"]
        return process
    }
}
