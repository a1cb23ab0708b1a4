import ArgumentParser
import MigrationDSL
import Migrator
import MigratorDatabase
import Testing

@testable import MigratorCLI

@Suite struct SettingsTests {
    private func settings(
        _ flags: [String] = [],
        environment: [String: String] = [:],
        files: [String: String] = [:]
    ) throws -> Settings {
        let options = try GlobalOptions.parse(flags)
        return try Settings(options, environment: { environment[$0] }, read: { files[$0] })
    }

    @Test func hasDefaults() throws {
        let settings = try settings()
        #expect(settings.database == nil)
        #expect(settings.revisions.isEmpty)
        #expect(settings.format == .text)
        #expect(settings.migrator.lockTimeout == .seconds(30))
        #expect(settings.migrator.versionTable == TableName("alembic_version"))
    }

    @Test func flagsBeatEnvironmentBeatsFile() throws {
        let files = ["migrator.conf": "database = sqlite:file.db\nrevisions = a:b\npayloads=p\nlock-timeout = 1.5"]
        let environment = ["DATABASE_URL": "sqlite:env.db", "MIGRATOR_REVISIONS": "c:d", "MIGRATOR_PAYLOADS": "q"]
        let file = try settings(files: files)
        #expect(file.database == "sqlite:file.db")
        #expect(file.revisions == ["a", "b"])
        #expect(file.migrator.payloadFolder == "p")
        #expect(file.migrator.lockTimeout == .milliseconds(1500))
        #expect(file.wait == .zero)
        let both = try settings(environment: environment, files: files)
        #expect(both.database == "sqlite:env.db")
        #expect(both.revisions == ["c", "d"])
        #expect(both.migrator.payloadFolder == "q")
        let all = try settings(
            ["--database", "sqlite:flag.db", "--revisions", "e", "--payloads", "r", "--lock-timeout", "0"],
            environment: environment,
            files: files
        )
        #expect(all.database == "sqlite:flag.db")
        #expect(all.revisions == ["e"])
        #expect(all.migrator.payloadFolder == "r")
        #expect(all.migrator.lockTimeout == .zero)
    }

    @Test(arguments: [
        "database = sqlite:file.db", "# a comment\ndatabase = sqlite:file.db", "\n\ndatabase=sqlite:file.db",
    ])
    func aByteOrderMarkIsNoPartOfTheFile(_ text: String) throws {
        let plain = try settings(files: ["migrator.conf": text])
        let marked = try settings(files: ["migrator.conf": "\u{FEFF}" + text])
        #expect(plain.database == "sqlite:file.db")
        #expect(marked.database == plain.database)
    }

    @Test func aByteOrderMarkIsSkippedOnlyAtTheBeginning() {
        #expect(throws: MigratorError.self) {
            try settings(files: ["migrator.conf": "\n\u{FEFF}database = sqlite:a.db"])
        }
    }

    @Test func readsEveryKey() throws {
        let text = """
            # A comment, and a blank line

            with_compiled = yes   # at the end
            version-table = versions
            version-table-schema = admin
            format = json
            show-values = on
            verbose = 1
            quiet = false
            color = no
            progress = off
            database = postgres://u:p#w@h/d
            """
        let settings = try settings(["--config", "x.conf"], files: ["x.conf": text])
        #expect(settings.withCompiled)
        #expect(settings.migrator.versionTable == TableName("versions", schema: "admin"))
        #expect(settings.format == .json)
        #expect(settings.migrator.showsValues)
        #expect(settings.isVerbose)
        #expect(!settings.isQuiet)
        #expect(!settings.color)
        #expect(!settings.progress)
        #expect(settings.database == "postgres://u:p#w@h/d")
    }

    @Test func waitsForAServerAsLongAsIsSaid() throws {
        let files = ["migrator.conf": "wait = 30"]
        #expect(try settings(files: files).wait == .seconds(30))
        #expect(try settings(["--wait", "0.5"], files: files).wait == .milliseconds(500))
        #expect(throws: MigratorError.self) { try settings(["--wait", "long"]) }
    }

    @Test func readsArgumentsOfRevisions() throws {
        let files = ["migrator.conf": "x.my_schema = app\nx.Role = it's"]
        var arguments = try settings(files: files).migrator
        #expect(arguments.arguments == ["my_schema": "app", "Role": "it's"])
        try CheckCommand.parse(["-x", "Role=other", "-x", "new="]).revisionArguments.apply(to: &arguments)
        #expect(arguments.arguments == ["my_schema": "app", "Role": "other", "new": ""])
        #expect(throws: MigratorError.self) { try settings(files: ["migrator.conf": "x. = a"]) }
    }

    @Test func readsTheSettingsOfSchemas() throws {
        let text = "model = schema.sql\nignore = table:audit_*, view:app.*,\nscratch = postgres://h/scratch"
        let files = ["etc/m.conf": text]
        let file = try settings(["--config", "etc/m.conf"], files: files).schema
        #expect(file.model == "etc/schema.sql")
        #expect(file.ignore == ["table:audit_*", "view:app.*"])
        #expect(file.scratch == "postgres://h/scratch")
        let environment = ["MIGRATOR_SCRATCH": "postgres://other/scratch"]
        let both = try settings(["--config", "etc/m.conf"], environment: environment, files: files).schema
        #expect(both.scratch == "postgres://other/scratch")

        let options = try SchemaArguments.parse(["--exclude", "index:*", "--scratch", "postgres://flag/s"]).options(
            both
        )
        #expect(options.exclude == ["index:*"])
        #expect(options.ignore == ["table:audit_*", "view:app.*"])
        #expect(options.scratch == "postgres://flag/s")
        #expect(options.schemas == nil)
        #expect(try SchemaArguments.parse([]).options(both).scratch == "postgres://other/scratch")
        #expect(try SchemaArguments.parse(["--model", "m.sql"]).modelPath(both) == "m.sql")
        #expect(try SchemaArguments.parse([]).modelPath(both) == "etc/schema.sql")
    }

    @Test func gatesAreSetByName() throws {
        let text = "check.drift = error\ncheck.pending = off\ncheck.irreversible = warn"
        let check = try settings(files: ["migrator.conf": text]).check
        #expect(check.gates == [.drift: .error, .pending: .off, .irreversible: .warn])
        #expect(try settings().check.gates.isEmpty)
        let command = try CheckCommand.parse(["--warn", "drift", "--require", "pending", "--no-broken"])
        let options = try command.gates.options(check)
        #expect(options[.drift] == .warn && options[.pending] == .error && options[.broken] == .off)
        #expect(options[.irreversible] == .warn && options[.model] == .error)
        #expect(options.required == [.pending])
        #expect(CheckOptions()[.drift] == .warn)
    }

    /// It is off unless somebody asks for it.
    @Test(arguments: [
        ([], nil, CheckOptions.Gate.off), (["--with-offline"], nil, .error), (["--with-offline"], "off", .error),
        (["--with-offline"], "warn", .warn), ([], "warn", .warn), (["--require", "offline"], nil, .error),
        (["--warn", "offline"], nil, .warn), (["--no-offline"], "error", .off),
        (["--with-offline", "--warn", "offline"], "off", .warn),
    ])
    func theGateOfScriptsIsAskedFor(flags: [String], setting: String?, gate: CheckOptions.Gate) throws {
        let files = setting.map { ["migrator.conf": "check.offline = \($0)"] } ?? [:]
        let options = try CheckCommand.parse(flags).gates.options(try settings(files: files).check)
        #expect(options[.offline] == gate)
    }

    @Test func pathsAreRelativeToTheFile() throws {
        let text = "database = sqlite:app.db\nrevisions = r:/abs\npayloads = p"
        let settings = try settings(environment: ["MIGRATOR_CONFIG": "etc/m.conf"], files: ["etc/m.conf": text])
        #expect(settings.database == "sqlite:etc/app.db")
        #expect(settings.revisions == ["etc/r", "/abs"])
        #expect(settings.migrator.payloadFolder == "etc/p")
    }

    @Test(arguments: [
        ("databse = x", 1), ("\n# c\nnonsense", 3), ("color = maybe", 1), ("format = xml", 1), ("format = sql", 1),
        ("check.drift = warning", 1), ("\ncheck.nosuch = warn", 2),
        ("lock-timeout = -1", 1),
        ("lock-timeout = soon", 1), ("database =", 1), ("quiet = yes\r\nquiet = no", 2),
    ])
    func namesTheLineOfAnError(text: String, line: Int) throws {
        let error = #expect(throws: MigratorError.self) { try settings(files: ["migrator.conf": text]) }
        #expect(error?.code == .invalidSetting)
        #expect(error?.location == SourceLocation(file: "migrator.conf", line: line))
        #expect(error.map(ExitStatus.of) == .usage)
    }

    @Test func aNamedFileMustBeThere() {
        #expect(throws: MigratorError.self) { try settings(["--config", "no.conf"]) }
        #expect(throws: MigratorError.self) { try settings(["--lock-timeout", "x"]) }
    }

    @Test func noColorIsHeard() throws {
        #expect(try settings().color)
        #expect(try !settings(environment: ["NO_COLOR": "1"]).color)
        #expect(try !settings(["--no-color"]).color)
    }
}

@Suite struct ExitStatusTests {
    static let errors: [(MigratorError, Int32)] = [
        (MigratorError(.lockUnavailable, ""), 4), (MigratorError(.databaseUnreachable, ""), 5),
        (MigratorError(.checksumMismatch, ""), 6), (MigratorError(.unknownDatabaseRevision, ""), 6),
        (MigratorError(.invalidSetting, ""), 64), (MigratorError(.irreversible, ""), 1),
        (MigratorError(.statementFailed, "", cause: DatabaseFailure(.busy, "")), 4),
        (MigratorError(.statementFailed, "", cause: DatabaseFailure(.connectionLost, "")), 5),
        (MigratorError(.statementFailed, "", cause: DatabaseFailure(.syntax, "")), 1),
    ]

    @Test(arguments: errors)
    func mapsErrors(error: MigratorError, status: Int32) {
        #expect(ExitStatus.of(error).code == status)
    }

    @Test func mapsTheRest() {
        #expect(ExitStatus.of(DatabaseFailure(.lockTimeout, "")) == .locked)
        #expect(ExitStatus.of(DatabaseFailure(.authenticationFailed, "")) == .unreachable)
        #expect(ExitStatus.of(DatabaseFailure(.cannotOpen, "")) == .unreachable)
        #expect(ExitStatus.of(UsageError("")) == .usage)
        #expect(ExitStatus.of(CancellationError()) == .failed)
        #expect(ExitStatus.signal(2).code == 130)
        #expect(ExitStatus.signal(15).code == 143)
    }
}

@Suite struct ErrorReportTests {
    @Test func writesJSONWithAllThatIsKnown() {
        let error = MigratorError(
            .statementFailed,
            "revision aaaa failed",
            revision: "aaaa",
            location: SourceLocation(file: "a.swift", line: 3, column: 5),
            cause: DatabaseFailure(.undefinedObject, "no such table", sqlState: "42P01", detail: "secret")
        )
        #expect(
            ErrorReport(error, showsValues: false).json.text
                == #"{"error":{"code":"statementFailed","message":"revision aaaa failed: no such table","#
                + #""revision":"aaaa","sqlstate":"42P01","file":"a.swift","line":3,"column":5}}"#
        )
        #expect(ErrorReport(error, showsValues: true).message.contains("secret"))
        #expect(
            ErrorReport(error, showsValues: false).text(Style(isEnabled: false))
                == "error: a.swift:3:5: revision aaaa failed: no such table"
        )
    }

    @Test func knowsCancellation() {
        #expect(ErrorReport.isCancellation(CancellationError()))
        #expect(ErrorReport.isCancellation(DatabaseFailure(.cancelled, "")))
        let wrapped = MigratorError(.statementFailed, "", cause: DatabaseFailure(.cancelled, ""))
        #expect(ErrorReport.isCancellation(RunStopped(cause: wrapped, note: "")))
        #expect(!ErrorReport.isCancellation(MigratorError(.cycle, "")))
    }
}
