import ArgumentParser
import MigrationDSL
import Migrator
import MigratorDatabase

/// The project that `init` makes.
enum ProjectTemplate: String, CaseIterable, Sendable, ExpressibleByArgument {
    case swift, sql
    case sqlInside = "sql-inside"

    /// A file to be written.
    struct File: Hashable {
        let path: String
        let text: String
    }

    var summary: String {
        switch self {
        case .swift: "a Swift package with a program, a first revision and tests"
        case .sql: "a folder for SQL revisions, with a first one and settings"
        case .sqlInside: "a Swift package with a program that has SQL revisions in it, and a first one"
        }
    }

    /// The first command to type there.
    var nextStep: String {
        switch self {
        case .swift, .sqlInside: "swift run migrate upgrade head"
        case .sql: "\(ProgramName.current) upgrade head"
        }
    }

    /// Makes the files of a project.
    ///
    /// - Parameters:
    ///   - folder: The folder.
    ///   - engine: Where the engine's package is, if that is known.
    ///   - database: The database that is to be migrated; `nil` for a file of SQLite's in the project.
    /// - Returns: The files, with paths within the folder.
    /// - Throws: `MigratorError` for a package whose engine is nowhere.
    func files(
        in folder: String,
        engine: EnginePackage?,
        database: DatabaseURL? = nil
    ) throws(MigratorError) -> [File] {
        let settings = Self.settings(database)
        let id = RevisionName.newID { _ in false }
        let first = RevisionDraft(id, message: "make the first table")
        switch self {
        case .sql:
            return [
                File(path: "revisions/" + RevisionName.fileName(id, first.message, .sql), text: Self.filled(first)),
                File(path: Settings.defaultFile, text: settings + "revisions = revisions\n"),
                File(path: WorkflowText.path, text: WorkflowText.folder(engine, database?.kind).text),
                File(path: ".gitignore", text: "*.db\n*.db-*\n"),
            ]
        case .swift, .sqlInside:
            guard let engine else {
                throw MigratorError(
                    .invalidSetting,
                    "where is the package of this program? Say --migrator FOLDER or --migrator URL"
                )
            }
            return [
                File(path: "Package.swift", text: Self.manifest(folder, engine)),
                File(path: "Sources/migrate/Migrate.swift", text: Self.program),
            ] + (self == .swift ? Self.swiftHistory(id, first) : Self.sqlHistory(id, first)) + [
                File(path: "migrations/payloads/.gitkeep", text: ""),
                File(path: "Tests/MigrationsTests/MigrationsTests.swift", text: Self.tests),
                File(path: Settings.defaultFile, text: settings),
                File(path: WorkflowText.path, text: WorkflowText.package(engine, database?.kind).text),
                File(path: ".gitignore", text: ".build/\n*.db\n*.db-*\n"),
            ]
        }
    }

    private static func swiftHistory(_ id: RevisionID, _ first: RevisionDraft) -> [File] {
        [
            File(
                path: "migrations/" + RevisionName.fileName(id, first.message, .swift),
                text: filled(first.swift(typeName: "MakeFirstTable"))
            )
        ]
    }

    /// SQL, and one file of Swift beside it: a folder without any is no target to the package manager.
    private static func sqlHistory(_ id: RevisionID, _ first: RevisionDraft) -> [File] {
        [
            File(path: "migrations/" + RevisionName.fileName(id, first.message, .sql), text: filled(first)),
            File(path: "migrations/Support/Migrations.swift", text: anchor),
        ]
    }

    private static let anchor = """
        // The revisions of this target are the .sql files beside this folder: the build makes them part of the program.
        // Without a file of Swift the package manager would take it for no target.

        """

    private static func filled(_ first: RevisionDraft) -> String {
        first.sql()
            .replacing("-- upgrade\n", with: "-- upgrade\n\(createTable)\n")
            .replacing("-- downgrade\n", with: "-- downgrade\nDROP TABLE first;\n")
    }

    private static let createTable = "CREATE TABLE first (id integer PRIMARY KEY, note text);"

    /// The settings file, which has no password of the database.
    private static func settings(_ database: DatabaseURL?) -> String {
        let url = database.map(\.description) ?? "sqlite:app.db"
        // A URL that could not be told apart from a password in it is not shown.
        let line = url.contains("…") ? "# DATABASE_URL names the database." : "database = \(url)"
        return "# Flags and environment beat what is written here.\n\(line)\n"
    }

    private static let program = """
        import Migrations
        import MigratorCLI

        @main struct Migrate {
            static func main() async {
                await MigratorCommand.run(name: "migrate", registries: [Migrations.revisions])
            }
        }

        """

    private static let tests = """
        import Migrations
        import MigratorTesting
        import Testing

        /// Each test has a database of its own, at the head of the history.
        @Suite(.migrated(Migrations.revisions)) struct DatabaseTests {
            @Test func aNoteIsKept() async throws {
                try await MigratedDatabase.current.withConnection { connection in
                    try await connection.execute("INSERT INTO first (id, note) VALUES (1, 'hello')")
                    let rows = try await connection.query("SELECT note FROM first")
                    #expect(rows.map { $0["note"] } == [.text("hello")])
                }
            }
        }

        /// The history itself: it is whole, and each revision can be taken back without a loss.
        @Suite struct HistoryTests {
            @Test func isWhole() async throws {
                try await Migrations.revisions.verify()
            }

            @Test(arguments: Migrations.revisions.steps)
            func goesBack(_ step: HistoryStep) async throws {
                try await step.roundTrip()
            }
        }

        """

    private static func filled(_ text: String) -> String {
        text.replacing(
            "(_ op: Operations) {\n",
            with: """
                (_ op: Operations) {
                        op.createTable("first") {
                            Column("id", .integer).primaryKey()
                            Column("note", .text)
                        }

                """
        )
    }

    private static func manifest(_ folder: String, _ engine: EnginePackage) -> String {
        let name = folder.split(separator: "/").last { $0 != "." && $0 != ".." } ?? "migrations"
        return """
            // swift-tools-version: 6.2
            import PackageDescription

            let package = Package(
                name: "\(name.filter { $0.isLetter || $0.isNumber || $0 == "-" || $0 == "_" })",
                platforms: [.macOS(.v15)],
                dependencies: [
                    \(engine.dependency)
                ],
                targets: [
                    .target(
                        name: "Migrations",
                        dependencies: [.product(name: "MigrationDSL", package: "\(engine.identity)")],
                        path: "migrations",
                        exclude: ["payloads"],
                        plugins: [.plugin(name: "RevisionRegistry", package: "\(engine.identity)")]
                    ),
                    .executableTarget(
                        name: "migrate",
                        dependencies: ["Migrations", .product(name: "MigratorCLI", package: "\(engine.identity)")]
                    ),
                    .testTarget(
                        name: "MigrationsTests",
                        dependencies: ["Migrations", .product(name: "MigratorTesting", package: "\(engine.identity)")]
                    ),
                ]
            )

            """
    }
}
