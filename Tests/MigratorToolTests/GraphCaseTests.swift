import Foundation
import MigratorDatabase
import MigratorSQLite
import MigratorTestSupport
import Testing

/// Every case of graph-cases.jsonl through the real binary, over folders of SQL revisions made from the cases.
struct GraphCaseTests {
    /// The codes that Alembic's errors are mapped to; `nil` where any typed error will do.
    private static let codes: [String: Set<String>] = [
        "MultipleHeads": ["multipleHeads"],
        "ResolutionError": ["unknownRevision", "ambiguousRevision", "unknownDatabaseRevision"],
        "RangeNotAncestorError": ["notAncestor"],
        "LoopDetected": ["cycle"], "CycleDetected": ["cycle"],
        "DependencyLoopDetected": ["cycle"], "DependencyCycleDetected": ["cycle"],
    ]

    @Test(.timeLimit(.minutes(60)))
    func everyCaseIsAnsweredAsAlembicDoes() async throws {
        let cases = try GraphCase.all()
        try #require(cases.count == 1568)
        let groups = Dictionary(grouping: cases) { $0.graphText }
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            var random = SeededRandom(Rounds.seed)
            let all = groups.values.sorted { $0[0].id < $1[0].id }
            // Each case is a process; without one all are asked in GraphFixtureTests.
            let queue = all.shuffled(using: &random).prefix(Rounds.count(reduced: all.count / 8, full: .max))
            let halves = [0, 1].map { half in queue.enumerated().filter { $0.offset % 2 == half }.map(\.element) }
            for half in halves {
                tasks.addTask {
                    for group in half { try await check(group) }
                }
            }
            try await tasks.waitForAll()
        }
    }

    private func check(_ group: [GraphCase]) async throws {
        let folder = TemporaryFolder("graph")
        for (name, text) in group[0].files { try folder.write("revisions/\(name)", text) }
        for graphCase in group { try await check(graphCase, in: folder) }
    }

    private func check(_ graphCase: GraphCase, in folder: TemporaryFolder) async throws {
        let database = "\(folder.path)/\(graphCase.id.replacingOccurrences(of: "/", with: "_")).db"
        let connection = try await SQLiteSession(SQLiteSessionConfiguration(path: database))
        try await connection.execute("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)")
        for row in graphCase.current {
            try await connection.execute("INSERT INTO alembic_version VALUES (?)", [.text(row)])
        }
        let tool = Tool(in: folder.path)
        let common = ["--database", "sqlite:\(database)", "--revisions", "revisions", "--format", "json"]
        let result = try await Tool.finishAside(tool.process(graphCase.arguments + common))
        let rows = try await connection.query("SELECT version_num FROM alembic_version").map {
            try $0.get("version_num", as: String.self)
        }
        await connection.close()
        try? FileManager.default.removeItem(atPath: database)
        try verify(graphCase, result, rows: rows)
    }

    private func verify(_ graphCase: GraphCase, _ result: ToolResult, rows: [String]) throws {
        let about: Comment = "\(graphCase.id): \(graphCase.arguments) at \(graphCase.current): \(result.errors)"
        switch graphCase.expectation {
        case .ok(let heads, let steps, let revisions, let isOrderFree):
            // The one deliberate difference: which row a bare -N counts from is nobody's guess.
            if graphCase.isAmbiguousRelative, result.status != 0 { return }
            guard result.status == 0 else {
                Issue.record("\(about.rawValue): exit \(result.status)")
                return
            }
            #expect(Set(rows) == (graphCase.command == "stamp" ? graphCase.maximal(heads) : Set(heads)), about)
            let json = try result.json()
            if let steps {
                let done = (json["steps"] as? [[String: Any]] ?? []).compactMap { $0["revision"] as? String }
                #expect(isOrderFree ? done.sorted() == steps.sorted() : done == steps, about)
            }
            if let revisions {
                var listed = graphCase.listed(in: json)
                if graphCase.command == "current" {
                    // Alembic leaves out rows that another row implies, and prints the rest in no order.
                    listed = listed.filter { revisions.contains($0) || !graphCase.current.contains($0) }
                }
                let isOrderFree = isOrderFree || graphCase.command == "current"
                #expect(isOrderFree ? listed.sorted() == revisions.sorted() : listed == revisions, about)
            }
        case .error(let name):
            #expect(Set(rows) == Set(graphCase.current), about)
            guard result.status != 0 else {
                Issue.record("\(about.rawValue): no error")
                return
            }
            let code = try result.jsonError()["code"] as? String ?? ""
            #expect(!code.isEmpty, about)
            if let codes = Self.codes[name] { #expect(codes.contains(code), "\(about.rawValue): \(code), not \(name)") }
        case .anything:
            if result.status != 0 {
                #expect(Set(rows) == Set(graphCase.current), about)
                #expect(try result.jsonError()["code"] is String, about)
            }
        }
    }
}
