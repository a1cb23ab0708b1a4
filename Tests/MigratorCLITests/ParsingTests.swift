import ArgumentParser
import MigratorImport
import Testing

@testable import MigratorCLI

@Suite struct ParsingTests {
    private func normalized(_ line: String) -> [String] {
        ArgumentNormalizer.normalize(line.split(separator: " ").map(String.init), verbs: RootCommand.verbs)
    }

    private func parse<Command: Verb>(_ line: String, as type: Command.Type = Command.self) throws -> Command {
        try #require(try RootCommand.parse(normalized: normalized(line)) as? Command)
    }

    @Test(arguments: [
        ("downgrade -1", "-1"), ("downgrade -- -1", "-1"), ("--dry-run downgrade -1 -v", "-1"),
        ("downgrade agents@-1", "agents@-1"), ("downgrade base", "base"), ("downgrade -x a=b -2", "-2"),
    ])
    func readsDowngradeTargets(line: String, target: String) throws {
        #expect(try parse(line, as: DowngradeCommand.self).target == target)
    }

    @Test func readsArgumentsOfRevisions() throws {
        let command: UpgradeCommand = try parse("-x a=b=c upgrade head -xd -x=e=")
        #expect(try command.run.arguments.dictionary() == ["a": "b=c", "d": "", "e": ""])
        let twice: UpgradeCommand = try parse("upgrade head -x a=1 -x a=2")
        #expect(throws: UsageError.self) { try twice.run.arguments.dictionary() }
    }

    @Test func readsOptionsOnBothSidesOfTheVerb() throws {
        let command: HistoryCommand = try parse("--revisions a --format json -v history -r -3: --revisions b -i")
        #expect(command.global.revisions == ["a", "b"])
        #expect(command.global.format == .json)
        #expect(command.global.verbose)
        #expect(command.range == "-3:")
        #expect(command.indicateCurrent)
    }

    @Test func readsRevisionFlags() throws {
        let line = "revision -m x --branch-label a --depends-on b --depends-on c --splice"
        let command: RevisionCommand = try parse(line)
        #expect(command.message == "x")
        #expect(command.head == "head")
        #expect(command.new.branchLabel == ["a"])
        #expect(command.new.dependsOn == ["b", "c"])
        #expect(command.new.splice)
    }

    @Test func readsAutogenerateFlags() throws {
        let line =
            "--autogenerate revision -m x --from empty --to a.sql --rename a=b --rename c.d=e --empty --no-proof "
            + "--model m"
        let command: RevisionCommand = try parse(line)
        #expect(command.generated.autogenerate && command.generated.empty && command.generated.noProof)
        #expect(command.generated.from == "empty" && command.generated.to == "a.sql")
        #expect(command.generated.renames == ["a=b", "c.d=e"])
        #expect(command.generated.schema.model == "m")
        try command.generated.checkAlone()
        try parse("revision -m x", as: RevisionCommand.self).generated.checkAlone()
    }

    @Test(arguments: [
        "--from empty", "--to model", "--rename a=b", "--empty", "--no-proof", "--schema a", "--include t",
        "--exclude t", "--model m", "--scratch sqlite:a",
    ])
    func aFlagOfAutogenerateAloneIsRefused(flag: String) throws {
        let command: RevisionCommand = try parse("revision -m x \(flag)")
        let error = #expect(throws: UsageError.self) { try command.generated.checkAlone() }
        #expect(error?.description.contains("--autogenerate") == true)
    }

    @Test(arguments: [
        "upgrade", "upgrade a b", "revision --autogenerate",
        "current --remembered", "cache bogus",
        "cache stats --repair", "cache warm --limit x", "events forget", "nonsense",
        "revision", "upgrade head --format xml",
        "stamp", "merge", "history --range", "upgrade head --database", "upgrade head -x", "init x -t", "init x -t y",
    ])
    func refusesWhatItDoesNotKnow(line: String) {
        let error = #expect(throws: (any Error).self) { try RootCommand.parse(normalized: normalized(line)) }
        #expect(error.map { RootCommand.exitCode(for: $0).rawValue } == 64)
    }

    @Test func readsInspectFlags() throws {
        let line =
            "inspect history@-1 -o a.sql --schema app --schema b --include table:app.* --exclude index:* --format swift"
        let command: InspectCommand = try parse(line)
        #expect(command.source == "history@-1")
        #expect(command.output == "a.sql")
        #expect(command.arguments.schemas == ["app", "b"])
        #expect(command.arguments.include == ["table:app.*"])
        #expect(command.arguments.exclude == ["index:*"])
        #expect(command.global.format == .swift)
        try command.checkFormat()
        #expect(try parse("inspect", as: InspectCommand.self).source == "database")
        #expect(try parse("-oa.json inspect", as: InspectCommand.self).output == "a.json")
    }

    @Test func readsDiffFlags() throws {
        let command: DiffCommand = try parse(
            "--rename a.b=c diff history database --rename d=e --model m.sql --scratch postgres://h/d"
        )
        #expect(command.from == "history")
        #expect(command.to == "database")
        #expect(command.renames == ["a.b=c", "d=e"])
        #expect(command.arguments.model == "m.sql")
        #expect(command.arguments.scratch == "postgres://h/d")
        let bare: DiffCommand = try parse("diff")
        #expect(bare.from == nil && bare.to == nil)
    }

    @Test(arguments: ["text", "json", "sql", "swift"])
    func inspectAndDiffPrintTheLanguages(format: String) throws {
        try parse("inspect --format \(format)", as: InspectCommand.self).checkFormat()
        try parse("diff --format \(format)", as: DiffCommand.self).checkFormat()
    }

    @Test(arguments: ["html", "mermaid", "dot"])
    func historyAndInspectDraw(format: String) throws {
        try parse("history --format \(format)", as: HistoryCommand.self).checkFormat()
        try parse("inspect --format \(format)", as: InspectCommand.self).checkFormat()
        let diff: DiffCommand = try parse("diff --format \(format)")
        #expect((try? diff.checkFormat()) == nil || format == "html")
        let table: InspectCommand = try parse("inspect history customers")
        #expect(table.source == "history" && table.table == "customers")
    }

    @Test(arguments: ["inspect a b c", "diff a b c", "inspect --rename a=b", "diff -o x", "inspect --format pdf"])
    func refusesWhatInspectAndDiffDoNotKnow(line: String) {
        #expect(throws: (any Error).self) { try RootCommand.parse(normalized: normalized(line)) }
    }

    @Test(arguments: [
        "upgrade head --format sql", "cache stats --format swift", "--format=sql current", "current --format sarif",
    ])
    func aFormatThatAVerbHasNotIsRefused(line: String) throws {
        let verb = try #require(try RootCommand.parse(normalized: normalized(line)) as? any Verb)
        let error = #expect(throws: UsageError.self) { try verb.checkFormat() }
        #expect(error?.description.contains("prints text or json, not s") == true)
    }

    @Test(arguments: ["text", "json", "sarif", "github"])
    func checkPrintsForServicesToo(format: String) throws {
        let flags = "--sarif-output b --json-output c --since-ref main --with-offline -o a"
        let command: CheckCommand = try parse("--format \(format) check \(flags)")
        try command.checkFormat()
        #expect(command.output == "a" && command.sarifOutput == "b" && command.jsonOutput == "c")
        #expect(command.sinceRef == "main" && command.since == nil && command.gates.withOffline && !command.explain)
        let explain: CheckCommand = try parse("check heads --explain --format \(format)")
        #expect(explain.explain && explain.rule == "heads")
    }

    @Test func readsImportAndAdoptFlags() throws {
        let imported: ImportCommand = try parse("--into out import golang-migrate db -x a=b --alembic al --dry-run")
        #expect(imported.format == .golangMigrate && imported.path == "db" && imported.into == "out")
        #expect(imported.arguments == ["a=b"] && imported.alembic == "al" && imported.dryRun)
        #expect(try parse("import grdb --into out", as: ImportCommand.self).path == nil)
        let adopted: AdoptCommand = try parse(
            "adopt --table app.t --exclude view:* --scratch sqlite:x --tag t --dry-run"
        )
        #expect(adopted.table == "app.t" && adopted.exclude == ["view:*"] && adopted.scratch == "sqlite:x")
        #expect(adopted.tag == "t" && adopted.dryRun)
    }

    @Test(arguments: ["import", "import goose", "import goose db", "import rails db --into out", "adopt head"])
    func refusesWhatImportAndAdoptDoNotKnow(line: String) {
        #expect(throws: (any Error).self) { try RootCommand.parse(normalized: normalized(line)) }
    }

    @Test func readsVerbsOfTwoWords() throws {
        let clear: CacheClearCommand = try parse("--format json cache --all clear naming_spirits -q agent_data")
        #expect(clear.namespaces == ["naming_spirits", "agent_data"] && clear.all)
        #expect(clear.global.format == .json && clear.global.quiet)
        let verify: CacheVerifyCommand = try parse("cache verify --sample 7 --repair")
        #expect(verify.sample == 7 && verify.repair && verify.arguments.namespaces.isEmpty)
    }

    @Test func readsLintFlags() throws {
        let line = "lint --facts f.json a: --offline --server-version 16 --baseline b.json"
        let command: LintCommand = try parse(line)
        #expect(command.range == "a:" && command.noDatabase)
        #expect(command.facts == "f.json" && command.baseline == "b.json" && command.serverVersion == "16")
        #expect(try parse("lint --no-database", as: LintCommand.self).noDatabase)
        #expect(try parse("-o facts.json facts pull", as: FactsPullCommand.self).output == "facts.json")
    }

    @Test(arguments: RootCommand.groups.flatMap { $0.verbs }.map { $0.name })
    func everyVerbTeachesByExample(verb: String) throws {
        let type = try #require(RootCommand.groups.flatMap { $0.verbs }.first { $0.name == verb })
        let help = type.helpMessage(columns: 100)
        #expect(help.contains("\n  migrator \(verb)"))
        #expect(help.contains("--database"))
    }
}
