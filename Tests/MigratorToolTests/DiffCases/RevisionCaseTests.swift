import Foundation
import MigratorDatabase
import MigratorTestSupport
import Testing

/// The cases of diff-cases.jsonl, by revisions that the program writes: applied they leave no difference, and taken back
/// they give the first schema again, with the rows of the tables that stayed.
struct RevisionCaseTests {
    @Test(arguments: try DiffCase.some(.sqlite, 10))
    func aRevisionTakesSQLiteThereAndBack(_ diffCase: DiffCase) async throws {
        try await revise(diffCase, .sqlite)
    }

    @Test(.enabled(if: PostgresServer.isThere), arguments: try DiffCase.some(.postgres, 10))
    func aRevisionTakesPostgresThereAndBack(_ diffCase: DiffCase) async throws {
        try await revise(diffCase, .postgres)
    }

    private func revise(_ diffCase: DiffCase, _ kind: DatabaseKind) async throws {
        try await CaseDatabase.with(diffCase, kind) { database in
            let words = ["revision", "-m", "case", "--autogenerate", "--from", database.url, "--to", "after.sql"]
            let made = try await database.migrator(
                words + CaseDatabase.flags(diffCase.renames) + ["--revisions", "revisions"]
            )
            #expect(made.status == 0, "\(made.errors)")
            let folder = "\(database.folder.path)/revisions"
            let files = try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasSuffix(".sql") }
            #expect(files.isEmpty != diffCase.isDifferent, "\(made.output)")
            guard !files.isEmpty else { return }
            let text = try files.sorted().map { try String(contentsOfFile: "\(folder)/\($0)", encoding: .utf8) }
                .joined(separator: "\n")

            let before = try await database.counts()
            let upgrade = try await database.migrator("upgrade", "head", "--revisions", "revisions")
            try #require(upgrade.status == 0, "\(upgrade.errors)\n\(text)")
            let left = try await database.difference(to: "after.sql")
            #expect(left.status == 0 && left.objects.isEmpty, "\(left.said)\n\(text)")
            let after = try await database.counts()

            let downgrade = try await database.migrator("downgrade", "base", "--revisions", "revisions")
            if let reason = diffCase.oneWay {
                #expect(downgrade.status != 0, "\(reason), and yet it was taken back:\n\(text)")
                return
            }
            try #require(downgrade.status == 0, "\(downgrade.errors)\n\(text)")
            let again = try await database.difference(to: "before.sql")
            #expect(again.status == 0 && again.objects.isEmpty, "\(again.said)\n\(text)")

            let end = try await database.counts()
            for (table, number) in before where after[table] == number && !isRemade(table, text) {
                #expect(end[table] == number, "\(table) lost rows:\n\(text)")
            }
        }
    }

    /// Whether the way back drops the table and makes it again.
    private func isRemade(_ table: String, _ text: String) -> Bool { text.contains("DROP TABLE \"\(table)\"") }
}
