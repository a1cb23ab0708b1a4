import Migrator
import MigratorTestSupport
import MigratorTesting
import Testing

/// Histories as test cases.
@Suite struct RoundTripTests {
    @Test(arguments: Sample.revisions.steps) func aHistoryInSwiftGoesThereAndBack(_ step: HistoryStep) async throws {
        try await step.roundTrip()
    }

    @Test func stepsAreCalledByWhatTheyDo() throws {
        let steps = Sample.revisions.steps
        #expect(steps.map(\.id) == ["aaaa", "bbbb", "cccc"])
        #expect(steps.map(\.testDescription)[0] == "aaaa Creates the customers.")
    }

    @Test func aHistoryThatCannotBeIsOneStepThatFails() async throws {
        let history = try SQLHistory([
            "1.sql": SQLHistory.one.replacing("-- upgrade", with: "-- parents: zzzz\n-- upgrade")
        ])
        let steps = history.tested.steps
        #expect(steps.count == 1)
        await #expect(throws: MigratorError.self) { try await steps[0].roundTrip() }
        await #expect(throws: (any Error).self) { try await history.tested.verify() }
    }

    private func message(_ upgrade: String, _ downgrade: String, rows: String? = nil) async throws -> String? {
        let history = try SQLHistory([
            "1.sql": "-- revision: aaaa\n-- upgrade\nCREATE TABLE t (id INTEGER PRIMARY KEY, note TEXT, n INTEGER);\n"
                + "CREATE TABLE u (id INTEGER PRIMARY KEY, t INTEGER REFERENCES t (id));\n"
                + "-- downgrade\nDROP TABLE u;\nDROP TABLE t;\n",
            "2.sql": "-- revision: bbbb\n-- parents: aaaa\n-- upgrade\n\(upgrade)\n-- downgrade\n\(downgrade)\n",
        ])
        var given = TestRows.made
        if let rows {
            try history.folder.write("rows/aaaa_some.sql", rows)
            given = .fixture("\(history.folder.path)/rows")
        }
        let step = try #require(history.tested.steps.last)
        do {
            try await step.roundTrip(rows: given)
            return nil
        } catch let error as MigratorError {
            return error.message
        }
    }

    @Test func whatADowngradeLeavesIsTold() async throws {
        let message = try await message("CREATE TABLE v (id INTEGER);\nCREATE TABLE w (id INTEGER);", "DROP TABLE w;")
        #expect(message?.contains("bbbb: its downgrade leaves another schema") == true)
        #expect(message?.contains("table v") == true)
    }

    @Test func whatADowngradeForgetsIsTold() async throws {
        let message = try await message(
            "CREATE INDEX i ON t (note);\nALTER TABLE t ADD COLUMN x TEXT;",
            "DROP INDEX i;"
        )
        #expect(message?.contains("x") == true)
    }

    @Test(arguments: [false, true]) func lostValuesAreToldByTheirColumn(isGiven: Bool) async throws {
        let rows = isGiven ? "INSERT INTO t VALUES (1, 'a; b', 5), (2, NULL, 6);\nINSERT INTO u VALUES (1, 2);\n" : nil
        let message = try await message("UPDATE t SET note = 'x';", "SELECT 1;", rows: rows)
        #expect(message?.contains("column note of table t has other values than it had") == true, "\(message ?? "")")
        // No message holds a value.
        #expect(message?.contains("a; b") == false)
    }

    @Test func lostRowsAreCounted() async throws {
        let rows = "INSERT INTO t VALUES (1, 'a', 5), (2, NULL, 6);\n"
        let message = try await message("DELETE FROM t WHERE id = 1;", "SELECT 1;", rows: rows)
        #expect(message?.contains("table t had 2 rows, and has 1") == true, "\(message ?? "")")
    }

    @Test func whatComesBackIsNoLoss() async throws {
        let up =
            "UPDATE t SET n = n + 1;\nALTER TABLE t RENAME COLUMN note TO remark;\nALTER TABLE u ADD COLUMN x TEXT;"
        let down = "UPDATE t SET n = n - 1;\nALTER TABLE t RENAME COLUMN remark TO note;\nALTER TABLE u DROP COLUMN x;"
        #expect(try await message(up, down) == nil)
    }

    @Test func aColumnThatIsDroppedHasNoValuesToBringBack() async throws {
        #expect(try await message("ALTER TABLE t DROP COLUMN n;", "ALTER TABLE t ADD COLUMN n INTEGER;") == nil)
    }

    @Test func rowsThatAreMadeUpAreNoFaultOfARevision() async throws {
        // Whatever is made up, there is one row without this note.
        let up = "CREATE TABLE c (id INTEGER CHECK (id = 0));\nINSERT INTO c SELECT count(*) FROM t;"
        #expect(try await message(up, "DROP TABLE c;") == nil)
        #expect(try await message(up, "DROP TABLE c;", rows: "INSERT INTO t VALUES (1, 'a', 5);") != nil)
    }

    @Test func anUpgradeThatFailsTheSecondTimeIsTold() async throws {
        let message = try await message(
            "CREATE TABLE v (id INTEGER);",
            "ALTER TABLE v RENAME TO w;\nDROP TABLE w;\nCREATE VIEW v AS SELECT 1;\nDROP VIEW v;"
        )
        #expect(message == nil)
    }

    @Test func aRevisionThatDoesNotSayWhyItStaysIsTold() async throws {
        let history = try SQLHistory(["1.sql": "-- revision: aaaa\n-- upgrade\nCREATE TABLE a (id INTEGER);\n"])
        let error = await #expect(throws: MigratorError.self) { try await history.tested.steps[0].roundTrip() }
        #expect(error?.code == .irreversible)
    }

    @Test func aFixtureOfNoRevisionIsRefused() async throws {
        let history = try SQLHistory(["1.sql": SQLHistory.one])
        try history.folder.write("rows/zz.sql", "SELECT 1;")
        let error = await #expect(throws: MigratorError.self) {
            try await history.tested.steps[0].roundTrip(rows: .fixture("\(history.folder.path)/rows"))
        }
        #expect(error?.message.hasSuffix("rows/zz.sql is called as no revision") == true)
        await #expect(throws: MigratorError.self) {
            try await history.tested.steps[0].roundTrip(rows: .fixture("there/is/none"))
        }
    }

    @Test func mergedBranchesGoBackOneStep() async throws {
        let history = try SQLHistory([
            "1.sql": SQLHistory.one,
            "2.sql":
                "-- revision: bbbb\n-- parents: aaaa\n-- upgrade\nCREATE TABLE b (id INTEGER);\n-- downgrade\nDROP TABLE b;\n",
            "3.sql":
                "-- revision: cccc\n-- parents: aaaa\n-- upgrade\nCREATE TABLE c (id INTEGER);\n-- downgrade\nDROP TABLE c;\n",
            "4.sql":
                "-- revision: dddd\n-- parents: bbbb, cccc\n-- upgrade\nCREATE TABLE d (id INTEGER);\n-- downgrade\nDROP TABLE d;\n",
        ])
        for step in history.tested.steps { try await step.roundTrip() }
        try await history.tested.verify()
    }
}

/// What `verify` says of histories.
@Suite struct VerifyTests {
    @Test func aHistoryThatIsRightPasses() async throws {
        try await Sample.revisions.verify(model: Sample.model)
        try await Sample.revisions.verify()
    }

    @Test func allThatIsWrongIsTold() async throws {
        let history = try SQLHistory([
            "1.sql": SQLHistory.one,
            "2.sql": "-- revision: bbbb\n-- upgrade\nCREATE TABLE b (id INTEGER PRIMARY KEY);\n",
        ])
        let error = await #expect(throws: HistoryProblems.self) { try await history.tested.verify(model: Sample.model) }
        let text = error?.description ?? ""
        #expect(text.contains("there are 2 heads"))
        #expect(text.contains("bbbb"))
        #expect(text.contains("not in the revisions yet"))
    }
}
