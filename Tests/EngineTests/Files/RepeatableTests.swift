import MigrationDSL
import Migrator
import MigratorCore
import MigratorDatabase
import MigratorSources
import MigratorTestSupport
import Synchronization
import Testing

/// Views and functions that run again whenever their text has changed.
struct RepeatableTests {
    typealias Kind = EventBench.Kind

    private let folder = TemporaryFolder("repeat")

    /// Two revisions, and two views of which one is made of the other.
    private func write(_ program: String = "new", top: String = "-- repeatable", _ condition: String = "> 0") throws {
        try folder.write(
            "\(program)/1.sql",
            "-- revision: aaaa\n-- upgrade\nCREATE TABLE t (id integer);\n-- downgrade\nDROP TABLE t;\n"
        )
        try folder.write(
            "\(program)/2.sql",
            "-- revision: bbbb\n-- parents: aaaa\n-- upgrade\nINSERT INTO t VALUES (1), (2);\n-- downgrade\nDELETE FROM t;\n"
        )
        try folder.write(
            "\(program)/z_base.sql",
            "-- repeatable\nDROP VIEW IF EXISTS top;\nDROP VIEW IF EXISTS base;\nCREATE VIEW base AS SELECT id FROM t;\n"
        )
        try folder.write(
            "\(program)/a_top.sql",
            "\(top)\n-- depends-on: z_base\nDROP VIEW IF EXISTS top;\n"
                + "CREATE VIEW top AS SELECT id FROM base WHERE id \(condition);\n"
        )
    }

    private func engine(
        of program: String = "new",
        single: Bool = false,
        _ connect: @escaping MigrationEngine.Connect
    ) throws -> MigrationEngine {
        var settings = MigratorSettings()
        settings.isSingleTransaction = single
        let history = try RevisionHistory([.folder("\(folder.path)/\(program)")])
        return MigrationEngine(revisions: history, settings: settings, connect: connect)
    }

    private func query(_ sql: String, _ connect: MigrationEngine.Connect) async throws -> [[DatabaseCell]] {
        let connection = try await connect()
        let rows = try await connection.query(sql).map(\.values)
        await connection.close()
        return rows
    }

    private func steps(_ report: RunReport) -> [String] { report.steps.map(\.revision.rawValue) }

    private static let all = ["aaaa", "bbbb", "repeatable:z_base", "repeatable:a_top"]

    @Test(arguments: Kind.there, [false, true])
    func theyRunOnceAfterTheRevisionsAndInTheirOrder(_ kind: Kind, single: Bool) async throws {
        try write()
        try await PayloadBench(kind).withDatabase { connect in
            let engine = try engine(single: single, connect)
            let plan = try await engine.plan()
            #expect(steps(plan) == Self.all && plan.heads == ["bbbb"])
            #expect(plan.steps.last?.sql?.last?.contains("CREATE VIEW top") == true)
            let report = try await engine.upgrade()
            #expect(steps(report) == Self.all && report.heads == ["bbbb"])
            #expect(try await query("SELECT count(*) FROM top", connect) == [[.int(2)]])
            #expect(try await query("SELECT version_num FROM alembic_version", connect) == [[.text("bbbb")]])
            let journal = try await query("SELECT revision FROM migrator_journal ORDER BY id", connect)
            #expect(journal == Self.all.map { [.text($0)] })
            // Unchanged text runs nothing.
            #expect(try await steps(engine.upgrade()).isEmpty)
            #expect(try await steps(engine.plan()).isEmpty)
        }
    }

    @Test(arguments: Kind.there) func onlyAChangedTextRunsAgain(_ kind: Kind) async throws {
        try write()
        try await PayloadBench(kind).withDatabase { connect in
            try await engine(connect).upgrade()
            try write("new", "> 1")
            #expect(try await steps(engine(connect).upgrade()) == ["repeatable:a_top"])
            #expect(try await query("SELECT id FROM top", connect) == [[.int(2)]])
            // What is made of one that runs again is made again.
            try folder.write(
                "new/z_base.sql",
                "-- repeatable\nDROP VIEW IF EXISTS top;\nDROP VIEW IF EXISTS base;\n"
                    + "CREATE VIEW base AS SELECT id FROM t WHERE id < 10;\n"
            )
            #expect(try await steps(engine(connect).upgrade()) == ["repeatable:z_base", "repeatable:a_top"])
            #expect(try await query("SELECT id FROM top", connect) == [[.int(2)]])
            #expect(try await steps(engine(connect).upgrade()).isEmpty)
        }
    }

    @Test(arguments: Kind.there) func anOlderProgramDoesNotPutBackItsText(_ kind: Kind) async throws {
        try write("old")
        try write("new", "> 1")
        try await PayloadBench(kind).withDatabase { connect in
            try await engine(of: "old", connect).upgrade()
            #expect(try await steps(engine(of: "new", connect).upgrade()) == ["repeatable:a_top"])
            let told = Mutex<[String]>([])
            let report = try await engine(of: "old", connect).upgrade { event in
                if case .notice(let notice) = event { told.withLock { $0.append(notice.message) } }
            }
            #expect(report.steps.isEmpty)
            #expect(told.withLock { $0.count == 1 && $0[0].contains("a newer text of a_top") })
            #expect(try await query("SELECT id FROM top", connect) == [[.int(2)]])
            // Its author says that the old text is the one to have now.
            try write("newest", top: "-- repeatable: as it was")
            #expect(try await steps(engine(of: "newest", connect).upgrade()) == ["repeatable:a_top"])
            #expect(try await query("SELECT count(*) FROM top", connect) == [[.int(2)]])
            #expect(try await steps(engine(of: "new", connect).upgrade()).isEmpty)
        }
    }

    @Test(arguments: Kind.there) func theyWaitUntilNothingIsMissing(_ kind: Kind) async throws {
        try write()
        try await PayloadBench(kind).withDatabase { connect in
            let engine = try engine(connect)
            #expect(try await steps(engine.upgrade(to: "aaaa")) == ["aaaa"])
            #expect(try await steps(engine.upgrade()) == Array(Self.all.dropFirst()))
            // What was taken back and comes again may have taken them along.
            #expect(try await steps(engine.downgrade(to: "aaaa")) == ["bbbb"])
            #expect(try await steps(engine.upgrade()) == Array(Self.all.dropFirst()))
        }
    }

    @Test(arguments: Kind.there, [false, true])
    func oneThatFailsIsNamedAndRolledBack(_ kind: Kind, single: Bool) async throws {
        try write("new", "> nowhere.at.all")
        try await PayloadBench(kind).withDatabase { connect in
            let error = await #expect(throws: MigratorError.self) {
                try await engine(single: single, connect).upgrade()
            }
            #expect(error?.revision == "repeatable:a_top" && error?.location?.file.hasSuffix("new/a_top.sql") == true)
            let done = single ? [] : [[DatabaseCell.text("aaaa")], [.text("bbbb")], [.text("repeatable:z_base")]]
            #expect(try await query("SELECT revision FROM migrator_journal ORDER BY id", connect) == done)
            try write()
            let rest = single ? Self.all : ["repeatable:a_top"]
            #expect(try await steps(engine(single: single, connect).upgrade()) == rest)
        }
    }

    @Test(arguments: Kind.there) func ofManyRunsOneRunsEach(_ kind: Kind) async throws {
        try write()
        try await PayloadBench(kind).withDatabase { connect in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<4 {
                    let engine = try engine(connect)
                    group.addTask { try await engine.upgrade() }
                }
                try await group.waitForAll()
            }
            let journal = try await query("SELECT revision FROM migrator_journal ORDER BY id", connect)
            #expect(journal == Self.all.map { [.text($0)] })
        }
    }

    @Test(arguments: Kind.there) func aScriptEndsWithThem(_ kind: Kind) async throws {
        try write()
        let engine = try engine { throw CancellationError() }
        let options = ScriptOptions(kind: kind == .postgres ? .postgres : .sqlite)
        var whole = ""
        let report = try await engine.upgradeScript("head", options) { whole += $0 }
        #expect(steps(report) == Self.all)
        let base = try #require(whole.firstRange(of: "CREATE VIEW base"))
        let top = try #require(whole.firstRange(of: "CREATE VIEW top"))
        #expect(base.upperBound < top.lowerBound && whole.contains("'repeatable:a_top'"))
        var part = ""
        try await engine.upgradeScript("aaaa", options) { part += $0 }
        #expect(!part.contains("CREATE VIEW base") && !part.contains("CREATE VIEW top"))
    }

    @Test(arguments: Kind.there) func checkAndHistoryKnowThem(_ kind: Kind) async throws {
        try write()
        try await PayloadBench(kind).withDatabase { connect in
            let engine = try engine(connect)
            try await engine.upgrade(to: "bbbb")
            try write("new", "> 1")
            let changed = try self.engine(connect)
            let found = try await changed.check([.pending])
            #expect(found.findings.map(\.rule) == ["repeatable"])
            #expect(try await !changed.isUpToDate())
            #expect(try await engine.isUpToDate())
            #expect(found.findings.first?.location?.file.hasSuffix("new/a_top.sql") == true)
            let history = try await changed.history(withRows: true)
            #expect(history.repeatables.map(\.name) == ["z_base", "a_top"])
            #expect(history.repeatables.map(\.isDue) == [false, true])
            #expect(history.repeatables.last?.dependsOn == ["z_base"])
            #expect(try await changed.history().repeatables.map(\.isDue) == [nil, nil])
            try await changed.upgrade()
            #expect(try await changed.check([.pending]).findings.isEmpty)
        }
    }
}
