import CacheBridge
import MigrationDSL
import Migrator
import MigratorCore
import MigratorDatabase
import MigratorTestSupport
import Synchronization
import Testing

/// The life of a step that is no transaction and stopped in the middle: what each verb says to it and does with it.
///
/// Each test is a cell of the table in the article *Revisions outside of a transaction*.
struct UnfinishedStepTests {
    /// r1 ← r2, outside of a transaction, in three statements each way, of which the second needs the table `gate` ← r3.
    private static func with(_ kind: DatabaseKind, _ body: (SessionBench) async throws -> Void) async throws {
        try await SessionBench.with(kind) { bench in
            try bench.write(1, "CREATE TABLE c (n int);\nINSERT INTO c VALUES (0);", downgrade: "DROP TABLE c;")
            try bench.write(
                2,
                "UPDATE c SET n = n + 1;\nUPDATE c SET n = n + (SELECT x FROM gate);\nUPDATE c SET n = n + 100;",
                downgrade:
                    "UPDATE c SET n = n - 100;\nUPDATE c SET n = n - (SELECT x FROM gate);\nUPDATE c SET n = n - 1;",
                isTransactional: false
            )
            try bench.write(3, "CREATE TABLE t3 (i int);", downgrade: "DROP TABLE t3;")
            try await body(bench)
        }
    }

    /// One of r2's three statements is done.
    private static func halfUp(_ kind: DatabaseKind, _ body: (SessionBench) async throws -> Void) async throws {
        try await with(kind) { bench in
            let error = try await migratorError { try await bench.migrator().upgrade() }
            #expect(error.message.contains("1 of its 3 statements are done"), "\(error)")
            try await body(bench)
        }
    }

    /// One of the three statements that take r2 back is done.
    private static func halfDown(_ kind: DatabaseKind, _ body: (SessionBench) async throws -> Void) async throws {
        try await with(kind) { bench in
            try await open(bench)
            try await bench.migrator().upgrade(to: "r2")
            try await bench.execute("DROP TABLE gate")
            _ = try await migratorError { try await bench.migrator().downgrade(to: "r1") }
            try await body(bench)
        }
    }

    private static func open(_ bench: SessionBench) async throws {
        try await bench.execute("CREATE TABLE gate (x int)", "INSERT INTO gate VALUES (10)")
    }

    private static func n(_ bench: SessionBench) async throws -> [String] { try await bench.column("SELECT n FROM c") }

    private static func expectRefused(
        _ bench: SessionBench,
        _ direction: Direction,
        at rows: [String],
        _ body: () async throws -> Void
    ) async throws {
        let before = (try await n(bench), try await bench.journal())
        let error = try await migratorError(body)
        #expect(error.code == .unfinishedStep, "\(error)")
        #expect(error.revision == "r2")
        #expect(error.message.contains("the \(direction) of revision r2"), "\(error)")
        #expect(error.message.contains("--mark-done") && error.message.contains("--run-again"), "\(error)")
        #expect(try await n(bench) == before.0)
        #expect(try await bench.journal() == before.1)
        #expect(try await bench.versionRows() == rows)
    }

    // MARK: Half an upgrade

    @Test(arguments: SessionBench.kinds)
    func anUpgradeGoesOnWithIt(_ kind: DatabaseKind) async throws {
        try await Self.halfUp(kind) { bench in
            try await Self.open(bench)
            let resumed = Mutex<[UnfinishedStep]>([])
            try await bench.migrator().upgrade { event in
                if case .stepResumed(let step) = event { resumed.withLock { $0.append(step) } }
            }
            #expect(resumed.withLock { $0.map(\.done) } == [1])
            #expect(try await Self.n(bench) == ["111"])
            #expect(try await bench.versionRows() == ["r3"])
            #expect(try await bench.journal() == ["r1 upgrade done", "r2 upgrade done", "r3 upgrade done"])
        }
    }

    @Test(arguments: SessionBench.kinds, ["base", "r1"])
    func nothingIsTakenBackBelowHalfAnUpgrade(_ kind: DatabaseKind, _ target: String) async throws {
        try await Self.halfUp(kind) { bench in
            try await Self.open(bench)
            for isDryRun in [true, false] {
                try await Self.expectRefused(bench, .upgrade, at: ["r1"]) {
                    try await bench.migrator().downgrade(to: Target(target), dryRun: isDryRun)
                }
            }
        }
    }

    @Test(arguments: SessionBench.kinds)
    func anUpgradeThatDoesNotComeToItIsRefused(_ kind: DatabaseKind) async throws {
        try await Self.halfUp(kind) { bench in
            try await Self.expectRefused(bench, .upgrade, at: ["r1"]) { try await bench.migrator().upgrade(to: "r1") }
        }
    }

    @Test(arguments: SessionBench.kinds)
    func halfAnUpgradeThatWasTakenBackByHandIsForgotten(_ kind: DatabaseKind) async throws {
        try await Self.halfUp(kind) { bench in
            try await bench.execute("UPDATE c SET n = 0")
            try await bench.migrator { $0.interruptedStatement = .runAgain }.downgrade(to: "base")
            #expect(try await bench.versionRows() == [])
            try await Self.open(bench)
            try await bench.migrator().upgrade()
            #expect(try await Self.n(bench) == ["111"])
        }
    }

    @Test(arguments: SessionBench.kinds)
    func halfAnUpgradeThatWasEndedByHandCountsAsDone(_ kind: DatabaseKind) async throws {
        try await Self.halfUp(kind) { bench in
            try await Self.open(bench)
            try await bench.execute("UPDATE c SET n = 111")
            try await bench.migrator { $0.interruptedStatement = .markDone }.downgrade(to: "r1")
            #expect(try await Self.n(bench) == ["0"])
            #expect(try await bench.versionRows() == ["r1"])
            #expect(try await bench.journal() == ["r1 upgrade done", "r2 upgrade done", "r2 downgrade done"])
        }
    }

    // MARK: Half a downgrade

    @Test(arguments: SessionBench.kinds, ["r1", "base"])
    func aDowngradeGoesOnWithIt(_ kind: DatabaseKind, _ target: String) async throws {
        try await Self.halfDown(kind) { bench in
            try await Self.open(bench)
            let report = try await bench.migrator().downgrade(to: Target(target))
            #expect(report.steps.first?.revision == "r2")
            if target == "r1" { #expect(try await Self.n(bench) == ["0"]) }
            #expect(try await bench.versionRows() == (target == "r1" ? ["r1"] : []))
        }
    }

    @Test(arguments: SessionBench.kinds, ["head", "r2", "r1"])
    func nothingIsPutOnHalfADowngrade(_ kind: DatabaseKind, _ target: String) async throws {
        try await Self.halfDown(kind) { bench in
            try await Self.open(bench)
            for isDryRun in [true, false] {
                try await Self.expectRefused(bench, .downgrade, at: ["r2"]) {
                    try await bench.migrator().upgrade(to: Target(target), dryRun: isDryRun)
                }
            }
        }
    }

    @Test(arguments: SessionBench.kinds)
    func halfADowngradeThatWasUndoneByHandIsForgotten(_ kind: DatabaseKind) async throws {
        try await Self.halfDown(kind) { bench in
            try await bench.execute("UPDATE c SET n = 111")
            try await bench.migrator { $0.interruptedStatement = .runAgain }.upgrade()
            #expect(try await bench.versionRows() == ["r3"])
            #expect(try await bench.journal().contains("r2 downgrade void"))
            try await Self.open(bench)
            try await bench.migrator().downgrade(to: "r1")
            #expect(try await Self.n(bench) == ["0"])
        }
    }

    @Test(arguments: SessionBench.kinds)
    func halfADowngradeThatWasEndedByHandCountsAsDone(_ kind: DatabaseKind) async throws {
        try await Self.halfDown(kind) { bench in
            try await Self.open(bench)
            try await bench.execute("UPDATE c SET n = 0")
            try await bench.migrator { $0.interruptedStatement = .markDone }.upgrade()
            #expect(try await Self.n(bench) == ["111"])
            #expect(try await bench.versionRows() == ["r3"])
        }
    }

    // MARK: Verbs that run nothing

    @Test(arguments: SessionBench.kinds, [Direction.upgrade, .downgrade])
    func everyVerbThatLooksSaysSo(_ kind: DatabaseKind, _ direction: Direction) async throws {
        let half = direction == .upgrade ? Self.halfUp : Self.halfDown
        try await half(kind) { bench in
            let migrator = try bench.migrator()
            let current = try await migrator.current()
            #expect(current.unfinished.map(\.revision) == ["r2"])
            #expect(current.unfinished.map(\.direction) == [direction])
            #expect(current.unfinished.map(\.done) == [1])
            #expect(!current.isAtHead && !current.isBeingRun)
            #expect(try await !migrator.isUpToDate())
            #expect(try await migrator.history(withRows: true).unfinished.map(\.revision) == ["r2"])
            let findings = try await migrator.check([.edited]).findings
            #expect(findings.map(\.revision) == ["r2"])
            #expect(findings[0].message.contains("is unfinished"), "\(findings)")
        }
    }

    @Test(arguments: SessionBench.kinds)
    func aHeadThatIsHalfTakenBackIsNoHead(_ kind: DatabaseKind) async throws {
        try await SessionBench.with(kind) { bench in
            try bench.write(
                1,
                "CREATE TABLE a (i int);\nCREATE TABLE b (i int);",
                downgrade: "DROP TABLE a;\nDROP TABLE c;",
                isTransactional: false
            )
            try await bench.migrator().upgrade()
            #expect(try await bench.migrator().isUpToDate())
            _ = try await migratorError { try await bench.migrator().downgrade(to: "base") }
            #expect(try await !bench.migrator().isUpToDate())
            #expect(try await !bench.migrator().current().isAtHead)
        }
    }

    @Test(arguments: SessionBench.kinds)
    func aStampSettlesWhatItSaysHasEnded(_ kind: DatabaseKind) async throws {
        try await Self.halfUp(kind) { bench in
            for target in ["r1", "base"] {
                try await Self.expectRefused(bench, .upgrade, at: ["r1"]) { try await bench.migrator().stamp([target]) }
            }
            try await bench.migrator().stamp(["r2"])
            #expect(try await bench.migrator().current().unfinished.isEmpty)
            try await bench.migrator().upgrade()
            #expect(try await bench.versionRows() == ["r3"])
        }
        try await Self.halfDown(kind) { bench in
            try await Self.expectRefused(bench, .downgrade, at: ["r2"]) { try await bench.migrator().stamp(["r3"]) }
            try await bench.migrator().stamp(["r1"])
            #expect(try await bench.migrator().current().unfinished.isEmpty)
        }
    }

    @Test(arguments: SessionBench.kinds, [Direction.upgrade, .downgrade])
    func aPurgeVouchesForTheDatabaseAsItIs(_ kind: DatabaseKind, _ direction: Direction) async throws {
        let half = direction == .upgrade ? Self.halfUp : Self.halfDown
        try await half(kind) { bench in
            try await Self.open(bench)
            try await bench.migrator().stamp(["r1"], purge: true)
            #expect(try await bench.migrator().current().unfinished.isEmpty)
            let before = try #require(Int(try await Self.n(bench)[0]))
            try await bench.migrator().upgrade()
            // It begins anew, not after the first statement.
            #expect(try await Self.n(bench) == ["\(before + 111)"])
        }
    }

    // MARK: Graphs and files

    @Test(arguments: SessionBench.kinds)
    func itGoesFirstWhereOthersWouldHave(_ kind: DatabaseKind) async throws {
        try await Self.halfUp(kind) { bench in
            try bench.folder.write(
                "revisions/0.sql",
                "-- revision: a0\n-- parents: r1\n\n-- upgrade\nCREATE TABLE a0 (i int);\n"
            )
            try bench.folder.write(
                "revisions/9.sql",
                "-- revision: z9\n-- parents: r1\n\n-- upgrade\nCREATE TABLE z9 (i int);\n"
            )
            try await Self.open(bench)
            let report = try await bench.migrator().upgrade(to: "heads")
            #expect(report.steps.first?.revision == "r2")
            #expect(Set(report.steps.map(\.revision)) == ["r2", "r3", "a0", "z9"])
            #expect(Set(try await bench.versionRows()) == ["r3", "a0", "z9"])
        }
    }

    @Test(arguments: SessionBench.kinds)
    func anotherBranchWaitsForIt(_ kind: DatabaseKind) async throws {
        try await Self.halfUp(kind) { bench in
            try bench.folder.write(
                "revisions/9.sql",
                "-- revision: z9\n-- parents: r1\n\n-- upgrade\nCREATE TABLE z9 (i int);\n"
            )
            try await Self.expectRefused(bench, .upgrade, at: ["r1"]) { try await bench.migrator().upgrade(to: "z9") }
        }
    }

    @Test(arguments: SessionBench.kinds)
    func aStepWhoseFileIsGoneIsStillThere(_ kind: DatabaseKind) async throws {
        try await Self.halfUp(kind) { bench in
            try bench.folder.write("revisions/2.sql", "-- revision: other\n-- parents: r1\n\n-- upgrade\nSELECT 1;\n")
            try bench.folder.write("revisions/3.sql", "-- revision: r3\n-- parents: other\n\n-- upgrade\nSELECT 1;\n")
            try await Self.expectRefused(bench, .upgrade, at: ["r1"]) { try await bench.migrator().upgrade() }
            let error = try await migratorError {
                try await bench.migrator { $0.interruptedStatement = .markDone }.upgrade()
            }
            #expect(error.code == .unknownRevision)
            try await bench.migrator { $0.interruptedStatement = .runAgain }.upgrade()
            #expect(try await bench.versionRows() == ["r3"])
        }
    }

    @Test(arguments: SessionBench.kinds)
    func whatItHasDoneIsToldThoughItDoesNotEnd(_ kind: DatabaseKind) async throws {
        try await Self.halfUp(kind) { bench in
            let events = try await bench.migrator().events(all: true).entries.map(\.event)
            #expect(events.map(\.revision) == ["r1", "r2"])
            #expect(events.last?.kind.touchesSchema == true || events.last?.tables == ["c"])
        }
    }
}
