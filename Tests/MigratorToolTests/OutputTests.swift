import Foundation
import MigratorTestSupport
import Testing

/// What becomes of an answer that cannot be written, and of one that a terminal would obey.
struct OutputTests {
    private let folder = TemporaryFolder("output")
    private var tool: Tool { Tool(in: folder.path, environment: ["REDIS_ENABLED": "false"]) }

    private func shell(_ line: String) async throws -> ToolResult {
        let process = tool.process([])
        process.executableURL = URL(fileURLWithPath: "/bin/bash")
        process.arguments = ["-c", line, tool.executable]
        return try await Tool.finishAside(process)
    }

    #if os(Linux)
    @Test(arguments: [
        "upgrade head --sql", "upgrade head --sql --format json", "stamp head --sql", "ensure-version --sql",
        "downgrade head:base --sql", "history", "history --graph", "heads", "show head", "--help", "help upgrade",
        "--version", "upgrade head --dry-run", "current --format json", "check --no-pending", "list-templates",
    ])
    func anAnswerThatCannotBeWrittenIsAFailure(_ arguments: String) async throws {
        let result = try await shell("\"$0\" \(arguments) > /dev/full")
        #expect(result.status == 1, "\(arguments): \(result.errors)")
        #expect(result.errors.contains("standard output could not be written: No space left on device"))
    }

    @Test func whatWasDoneStaysDoneThoughItCannotBeSaid() async throws {
        let result = try await shell("\"$0\" upgrade +1 --database sqlite:a.db > /dev/full")
        #expect(result.status == 1)
        #expect(result.errors.contains("the command did what it says"))
        let current = try tool.run("current", "--database", "sqlite:a.db", "--format", "json")
        #expect(try current.json()["heads"] as? [String] == ["183c8980160f"])
    }

    @Test func aStatusThatSaysMoreIsKept() async throws {
        let found = try await shell("\"$0\" current --check-heads --database sqlite::memory: > /dev/full")
        #expect(found.status == 3)
        #expect(found.errors.contains("could not be written"))
        #expect(try await shell("\"$0\" show nope > /dev/full").status == 1)
    }

    @Test func aClosedStreamIsNoPlaceForAnAnswerAndNoNumberForAFile() async throws {
        let result = try await shell("\"$0\" upgrade head --database sqlite:b.db >&- 2>errors")
        #expect(result.status == 1)
        let errors = String(
            decoding: FileManager.default.contents(atPath: "\(folder.path)/errors") ?? Data(),
            as: UTF8.self
        )
        #expect(errors.contains("standard output could not be written"), "\(errors)")
        #expect(try await shell("\"$0\" history <&- >&- 2>&-").status == 1)
        #expect(try await shell("\"$0\" current --check-heads --database sqlite:b.db <&- 2>&-").status == 0)
    }

    /// What a terminal shows of a command.
    private func onTerminal(_ arguments: String) async throws -> String {
        let result = try await shell("script -qec \"$0 \(arguments)\" /dev/null")
        #expect(result.status == 0, "\(result.output)")
        return result.output
    }

    @Test func nothingThatATerminalObeysReachesOneInAScript() async throws {
        try folder.write(
            "r/1.sql",
            """
            -- revision: aaaa1234aaaa
            -- message: m

            -- upgrade
            CREATE TABLE t (id int, note text);
            INSERT INTO t VALUES (0, 'raw \u{1B}[2J');
            -- bulk-insert into t from payloads/t.csv

            """
        )
        try folder.write("r/payloads/t.csv", "id,note\n1,\u{1B}]0;owned\u{7}x\n2,a\u{9B}31m\n3,\u{202E}txet\n")
        for database in ["sqlite:t.db", "postgres://nowhere/t"] {
            let arguments = "upgrade head --sql --no-color --revisions r --database \(database)"
            let shown = try await onTerminal(arguments)
            for control in ["\u{1B}", "\u{7}", "\u{9B}", "\u{202E}"] {
                #expect(!shown.unicodeScalars.contains { String($0) == control }, "\(database)")
            }
            #expect(shown.contains("\\u{1B}]0;owned\\u{7}x"))
            #expect(shown.contains("write it to a file"))
            // For a program it is as it must be.
            let script = try tool.run(arguments.split(separator: " ").map(String.init))
            #expect(script.output.contains("\u{1B}]0;owned\u{7}x"))
            #expect(!script.errors.contains("write it to a file"))
        }
        #expect(try await !onTerminal("history").contains("write it to a file"))
    }
    #endif
}
