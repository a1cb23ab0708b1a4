import MigratorDatabase
import MigratorTestSupport
import Testing

/// The cases of diff-cases.jsonl, by the program: what it says of them, and what its scripts make of databases.
struct DiffCaseTests {
    @Test(arguments: try DiffCase.all(.sqlite))
    func sqliteIsComparedAsExpected(_ diffCase: DiffCase) async throws {
        try await compare(diffCase, .sqlite)
    }

    @Test(.enabled(if: PostgresServer.isThere), arguments: try DiffCase.all(.postgres))
    func postgresIsComparedAsExpected(_ diffCase: DiffCase) async throws {
        try await compare(diffCase, .postgres)
    }

    @Test(arguments: try DiffCase.some(.sqlite, 10))
    func aScriptTakesSQLiteThereAndBack(_ diffCase: DiffCase) async throws {
        try await script(diffCase, .sqlite)
    }

    @Test(.enabled(if: PostgresServer.isThere), arguments: try DiffCase.some(.postgres, 10))
    func aScriptTakesPostgresThereAndBack(_ diffCase: DiffCase) async throws {
        try await script(diffCase, .postgres)
    }

    private func compare(_ diffCase: DiffCase, _ kind: DatabaseKind) async throws {
        try await CaseDatabase.with(diffCase, kind) { database in
            let found = try await database.difference(to: "after.sql", renames: diffCase.renames)
            #expect(found.status == (diffCase.isDifferent ? 3 : 0), "\(diffCase.expect): \(found.said)")
            #expect(found.objects.isEmpty != diffCase.isDifferent, "\(found.said)")
            if diffCase.isDifferent { #expect(diffCase.names(found.objects), "\(diffCase.expect): \(found.objects)") }
            if diffCase.isMarked { #expect(found.isMarked, "\(diffCase.expect): \(found.said)") }
        }
    }

    private func script(_ diffCase: DiffCase, _ kind: DatabaseKind) async throws {
        try await CaseDatabase.with(diffCase, kind) { database in
            for (file, renames) in [("after.sql", diffCase.renames), ("before.sql", diffCase.back)] {
                let isDifferent = diffCase.isDifferent && !(file == "before.sql" && diffCase.fitsBefore)
                let words = ["diff", "database", file, "--format", "sql"]
                let script = try await database.migrator(words + CaseDatabase.flags(renames))
                #expect(script.status == (isDifferent ? 3 : 0), "\(script.errors)")
                if isDifferent {
                    let run = try await database.shell(script.output)
                    #expect(run.status == 0, "\(run.errors)\n\(script.output)")
                }
                let left = try await database.difference(to: file)
                #expect(left.status == 0 && left.objects.isEmpty, "\(left.said)\n\(script.output)")
            }
        }
    }
}
