import Migrator
import MigratorDatabase
import Testing

@testable import MigratorCLI

@Suite struct ProjectTemplateTests {
    @Test func makesAPackage() throws {
        let files = try ProjectTemplate.swift.files(in: "../shop db/", engine: EnginePackage(location: "/opt/Migrator"))
        let manifest = try #require(files.first { $0.path == "Package.swift" }?.text)
        #expect(manifest.contains(#"name: "shopdb""#))
        #expect(manifest.contains(#".package(path: "/opt/Migrator")"#))
        #expect(manifest.contains(#".plugin(name: "RevisionRegistry", package: "Migrator")"#))
        let revision = try #require(files.first { $0.path.hasPrefix("migrations/") && $0.path.hasSuffix(".swift") })
        #expect(revision.path.hasSuffix("_make_the_first_table.swift"))
        #expect(
            revision.text.hasSuffix(
                """
                    func upgrade(_ op: Operations) {
                        op.createTable("first") {
                            Column("id", .integer).primaryKey()
                            Column("note", .text)
                        }
                    }
                }

                """
            )
        )
    }

    @Test func theTestsOfAPackageAreCompiled() throws {
        let files = try ProjectTemplate.swift.files(in: "shop", engine: EnginePackage(location: "/opt/engine"))
        let manifest = try #require(files.first { $0.path == "Package.swift" }?.text)
        #expect(manifest.contains(#".product(name: "MigratorTesting", package: "engine")"#))
        let tests = try #require(files.first { $0.path == "Tests/MigrationsTests/MigrationsTests.swift" }?.text)
        let head = "import Migrations\nimport MigratorTesting\nimport Testing\n"
        #expect(tests.hasPrefix(head))
        let own = #filePath.folder.folder.appending(path: "MigratorTestingTests/ProjectTests.swift")
        #expect(try System.readText(own)?.hasSuffix(tests.dropFirst(head.count)) == true)
    }

    @Test func makesAFolderOfSQL() throws {
        let files = try ProjectTemplate.sql.files(in: "shop", engine: nil)
        let revision = try #require(files.first { $0.path.hasSuffix(".sql") })
        #expect(revision.path.hasPrefix("revisions/"))
        #expect(revision.text.contains("-- upgrade\nCREATE TABLE first"))
        #expect(revision.text.contains("-- downgrade\nDROP TABLE first;"))
        let settings = try #require(files.first { $0.path == "migrator.conf" })
        let read = try SettingsFile(text: settings.text, path: settings.path)
        #expect(read["revisions"]?.value == "revisions")
        #expect(read["database"]?.value == "sqlite:app.db")
    }

    @Test func theSettingsNameADatabaseWithoutItsPassword() throws {
        let url = try DatabaseURL("postgres://me:secret@db.example/shop?sslpassword=secret")
        for template in ProjectTemplate.allCases {
            let engine = EnginePackage(location: "https://example.org/migrator.git")
            let files = try template.files(in: "shop", engine: engine, database: url)
            let settings = try #require(files.first { $0.path == "migrator.conf" }?.text)
            #expect(settings.contains("database = postgres://me@db.example/shop\n"))
            #expect(!files.contains { $0.text.contains("secret") })
            let workflow = try #require(files.first { $0.path == ".github/workflows/migrations.yml" }?.text)
            #expect(workflow.contains("image: postgres:") && !workflow.contains("MIGRATOR_PACKAGE: ${{"))
        }
    }

    @Test func makesAPackageWithSQLInside() throws {
        let engine = EnginePackage(location: "/opt/Migrator")
        let files = try ProjectTemplate.sqlInside.files(in: "shop", engine: engine)
        let revision = try #require(files.first { $0.path.hasSuffix(".sql") })
        #expect(revision.path.hasPrefix("migrations/") && revision.text.contains("-- upgrade\nCREATE TABLE first"))
        // The package manager takes a folder without Swift for no target.
        let swift = files.map(\.path).filter { $0.hasPrefix("migrations/") && $0.hasSuffix(".swift") }
        #expect(swift == ["migrations/Support/Migrations.swift"])
        #expect(files.contains { $0.path == "Package.swift" && $0.text.contains("RevisionRegistry") })
        #expect(ProjectTemplate(rawValue: "sql-inside") == .sqlInside)
    }

    @Test func aPackageNeedsTheEngine() {
        #expect(throws: MigratorError.self) { try ProjectTemplate.swift.files(in: "shop", engine: nil) }
    }

    @Test(arguments: [
        (
            "https://example.org/tools/migrator.git", "migrator",
            ".package(url: \"https://example.org/tools/migrator.git\","
        ),
        ("https://example.org/tools/migrator", "migrator", ".package(url:"),
        ("git@example.org:tools/migrator.git", "migrator", ".package(url:"),
        ("/opt/engine", "engine", ".package(path: \"/opt/engine\")"),
    ])
    func namesTheEngine(location: String, identity: String, dependency: String) {
        let package = EnginePackage(location: location)
        #expect(package.identity == identity)
        #expect(package.dependency.hasPrefix(dependency))
    }
}

@Suite struct PathTests {
    @Test(arguments: [
        ("a/b/c", "a/b", "c"), ("a", ".", "a"), ("/a", "/", "a"), ("a/", "a", ""), ("/", "/", ""),
    ])
    func splits(path: String, folder: String, name: String) {
        #expect(path.folder == folder)
        #expect(path.lastName == name)
    }

    @Test func joins() {
        #expect("a".appending(path: "b") == "a/b")
        #expect("a/".appending(path: "b") == "a/b")
        #expect("/".appending(path: "b") == "/b")
        #expect(".".appending(path: "b") == "b")
        #expect("a".appending(path: "/b") == "/b")
    }
}

@Suite struct FileTests {
    @Test func writesAFileOnceAndNeverOverIt() throws {
        let folder = "\(System.environment("TMPDIR") ?? "/tmp")/migrator-cli-\(UInt64.random(in: 0...UInt64.max))"
        try System.makeFolder(folder.appending(path: "deep"))
        let path = folder.appending(path: "deep/a.sql")
        try System.createFile(path, "one")
        #expect(try System.readText(path) == "one")
        let error = #expect(throws: MigratorError.self) { try System.createFile(path, "two") }
        #expect(error?.code == .fileSystem)
        #expect(error?.message.contains("already") == true)
        #expect(try System.readText(path) == "one")
        #expect(System.names(inFolder: folder.appending(path: "deep")) == ["a.sql"])
        #expect(try System.readText(folder.appending(path: "missing")) == nil)
        #expect(throws: MigratorError.self) { try System.createFile(folder.appending(path: "no/a.sql"), "x") }
        #expect(try System.run(shell: "rm -r", [folder]) == 0)
        #expect(System.kind(ofPath: folder) == .missing)
    }

    @Test func reportsHowAChildEnded() throws {
        #expect(try System.run(shell: "exit 7; :", []) == 7)
        #expect(try System.run(shell: "test 'a b' =", ["a b"]) == 0)
        #expect(try System.run(shell: "kill -TERM $$; :", []) == 143)
    }
}
