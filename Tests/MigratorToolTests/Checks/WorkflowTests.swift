import Foundation
import MigratorTestSupport
import Testing

/// The workflows of GitHub, as another reader of YAML reads them; it comes with one of the readers of SARIF.
@Suite(.enabled(if: SARIFReaders.areThere, "sarif-tools and sarif-pydantic cannot be had from PyPI"))
struct WorkflowTests {
    private let folder = TemporaryFolder("workflow")

    /// The jobs of a workflow.
    private func jobs(_ path: String) throws -> [String: [String: Any]] {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "\(Script.root)/.build/sarif/bin/python")
        process.arguments = [
            "-c", "import json, sys, yaml; print(json.dumps(yaml.safe_load(open(sys.argv[1]))['jobs']))", path,
        ]
        let result = try Tool.finish(process)
        try #require(result.status == 0, "\(result.errors)")
        return try #require(try result.json() as? [String: [String: Any]])
    }

    private func commands(_ job: [String: Any]) throws -> [String] {
        try #require(job["steps"] as? [[String: Any]]).compactMap { $0["run"] as? String }
    }

    @Test(arguments: [
        ["-t", "sql"], ["-t", "sql", "--migrator", "https://example.org/migrator.git"],
        ["--migrator", "https://example.org/migrator.git"],
        ["--migrator", "https://example.org/migrator.git", "--database", "postgres://me:secret@db.example/shop"],
    ])
    func aNewProjectHasOne(_ flags: [String]) throws {
        let made = try Tool(in: folder.path).run(["init", "project"] + flags)
        #expect(made.status == 0, "\(made.errors)")
        let project = "\(folder.path)/project"
        let job = try #require(try jobs("\(project)/.github/workflows/migrations.yml")["check"])
        let check = "check --no-pending --format github --sarif-output check.sarif"
        #expect(try commands(job).count { $0.contains(check) } == 1)
        let onPostgres = flags.contains("--database")
        let services = job["services"] as? [String: [String: Any]]
        #expect((services?["postgres"]?["image"] as? String)?.hasPrefix("postgres:") == (onPostgres ? true : nil))
        let url = try #require((job["env"] as? [String: String])?["DATABASE_URL"])
        #expect(url.hasPrefix(onPostgres ? "postgres://" : "sqlite:"))
        let settings = try String(contentsOfFile: "\(project)/migrator.conf", encoding: .utf8)
        #expect(
            settings.contains(onPostgres ? "database = postgres://me@db.example/shop\n" : "database = sqlite:app.db\n")
        )
        #expect(!settings.contains("secret"))
    }

    @Test func theRepositoryHasOne() throws {
        let job = try #require(try jobs("\(Script.root)/.github/workflows/gate.yml")["gate"])
        let commands = try commands(job)
        #expect(commands.contains(".ci/run"))
        #expect(commands.contains { $0.contains("migrator check") && $0.contains("--format github") })
    }

    /// As its workflow checks them.
    @Test func theRepositorysOwnRevisionsPass() throws {
        let result = try Tool(in: folder.path).run(
            "check",
            "--no-pending",
            "--with-offline",
            "--require",
            "model",
            "--format",
            "github",
            "--sarif-output",
            "check.sarif"
        )
        #expect(result.status == 0 && result.output.isEmpty, "\(result.output)\(result.errors)")
    }
}
