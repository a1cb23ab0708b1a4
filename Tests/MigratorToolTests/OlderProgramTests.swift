import Foundation
import MigratorDatabase
import MigratorSQLite
import MigratorTestSupport
import Testing

/// The program as it was before the engine's tables grew: `scripts/older.sh` builds it, and the soak names it.
enum OlderProgram {
    static let path = ProcessInfo.processInfo.environment["MIGRATOR_OLDER"].flatMap { $0.isEmpty ? nil : $0 }
}

/// An older program and this one lead one database along one history, in turns and at once.
@Suite(.serialized, .enabled(if: OlderProgram.path != nil, "MIGRATOR_OLDER names no program"))
struct OlderProgramTests {
    enum Kind: String, CaseIterable { case sqlite, postgres }

    /// A database, and the two programs on it.
    private struct Pair {
        let folder: TemporaryFolder
        let url: String

        func run(_ isOlder: Bool, _ arguments: String..., table: String = "alembic_version") async throws -> ToolResult
        {
            var tool = Tool(in: folder.path, environment: ["DATABASE_URL": url, "REDIS_ENABLED": "false"])
            if isOlder, let path = OlderProgram.path { tool.executable = path }
            let options = ["--revisions", "revisions", "--version-table", table, "--format", "json"]
            return try await Tool.finishAside(tool.process(arguments + options))
        }
    }

    private static let count = 6

    private func withPair(_ kind: Kind, _ body: (Pair) async throws -> Void) async throws {
        let folder = TemporaryFolder("older")
        for index in 0..<Self.count {
            let parent = index == 0 ? "" : "-- parents: r\(index - 1)\n"
            let text = """
                -- revision: r\(index)
                \(parent)
                -- upgrade
                CREATE TABLE t\(index) (i int);

                -- downgrade
                DROP TABLE t\(index);
                """
            try folder.write("revisions/\(index).sql", text)
        }
        switch kind {
        case .sqlite: try await body(Pair(folder: folder, url: "sqlite:\(folder.path)/run.db"))
        default:
            guard PostgresServer.isThere else { return }
            try await PostgresServer.withDatabase { try await body(Pair(folder: folder, url: $0.url)) }
        }
    }

    private func expect(_ result: ToolResult, steps: Int, _ what: String) throws {
        #expect(result.status == 0, "\(what): \(result.errors)")
        #expect((try result.json()["steps"] as? [Any])?.count == steps, "\(what): \(result.output)")
    }

    @Test(arguments: Kind.allCases, [true, false])
    func theyTakeTurns(_ kind: Kind, olderFirst: Bool) async throws {
        try await withPair(kind) { pair in
            for index in 0..<Self.count {
                let isOlder = (index % 2 == 0) == olderFirst
                try expect(try await pair.run(isOlder, "upgrade", "r\(index)"), steps: 1, "r\(index)")
                for reader in [true, false] {
                    #expect(try await pair.run(reader, "check", "--no-pending", "--no-irreversible").status == 0)
                    try expect(try await pair.run(reader, "upgrade", "r\(index)"), steps: 0, "r\(index) again")
                }
            }
            for index in (0..<Self.count).reversed() {
                let target = index == 0 ? "base" : "r\(index - 1)"
                let isOlder = (index % 2 == 0) != olderFirst
                try expect(try await pair.run(isOlder, "downgrade", target), steps: 1, target)
            }
            #expect(try await pair.run(olderFirst, "stamp", "r3").status == 0)
            #expect(try await pair.run(!olderFirst, "stamp", "--purge", "base").status == 0)
            try expect(try await pair.run(olderFirst, "upgrade", "head"), steps: Self.count, "after the purge")
        }
    }

    @Test(.timeLimit(.minutes(60)), arguments: Kind.allCases)
    func allAtOnceDoEachStepOnce(_ kind: Kind) async throws {
        for round in 0..<Rounds.count(reduced: 2, full: 50) {
            try await withPair(kind) { pair in
                for (verb, target) in [("upgrade", "head"), ("downgrade", "base")] {
                    let done = try await withThrowingTaskGroup(of: Int.self) { group in
                        for process in 0..<6 {
                            group.addTask {
                                let result = try await pair.run(process % 2 == 0, verb, target)
                                #expect(result.status == 0, "round \(round): \(result.errors)")
                                return (try result.json()["steps"] as? [Any])?.count ?? 0
                            }
                        }
                        return try await group.reduce(0, +)
                    }
                    #expect(done == Self.count, "round \(round)")
                }
            }
        }
    }

    /// Both have a version table of their own: the older program has the row of `migrator_lock` for itself.
    @Test(arguments: Kind.allCases)
    func overTwoVersionTablesTheyDoNotStopOneAnother(_ kind: Kind) async throws {
        try await withPair(kind) { pair in
            for table in ["va", "vb"] {
                #expect(try await pair.run(false, "ensure-version", table: table).status == 0)
            }
            for _ in 0..<3 {
                async let older = pair.run(true, "upgrade", "r2", table: "va")
                async let newer = pair.run(false, "stamp", "r5", table: "vb")
                let results = try await [older, newer]
                for result in results { #expect(result.status == 0, "\(result.errors)") }
                #expect(try await pair.run(true, "downgrade", "base", table: "va").status == 0)
                #expect(try await pair.run(false, "stamp", "base", table: "vb").status == 0)
            }
        }
    }
}
