import Foundation
import MigrationDSL
import Testing

@testable import Migrator
@testable import MigratorCLI

struct SARIFLogTests {
    private let root = SourceRoot("/nowhere/repo", current: "/nowhere/repo")

    private func run(
        _ findings: [CheckReport.Finding],
        fallback: MigrationDSL.SourceLocation? = nil
    ) throws -> [String: Any] {
        let skipped = [CheckReport.Remark(kind: .model, message: "no schema is declared")]
        let log = SARIFLog(SampleReport.report(findings, skipped: skipped), root, fallback: fallback)
        #expect(log.text.hasSuffix("}\n"))
        let object = try JSONSerialization.jsonObject(with: Data(log.text.utf8)) as? [String: Any]
        #expect(object?["version"] as? String == "2.1.0")
        #expect((object?["$schema"] as? String)?.hasSuffix("sarif-schema-2.1.0.json") == true)
        let runs = try #require(object?["runs"] as? [[String: Any]])
        #expect(runs.count == 1)
        return try #require(runs.first)
    }

    private func results(
        _ findings: [CheckReport.Finding],
        fallback: MigrationDSL.SourceLocation? = nil
    ) throws -> [[String: Any]] {
        try #require(try run(findings, fallback: fallback)["results"] as? [[String: Any]])
    }

    private func place(_ result: [String: Any]) throws -> (uri: String?, base: String?, line: Int?) {
        let locations = try #require(result["locations"] as? [[String: Any]])
        let physical = try #require(locations.first?["physicalLocation"] as? [String: Any])
        let artifact = physical["artifactLocation"] as? [String: Any]
        let region = physical["region"] as? [String: Any]
        return (artifact?["uri"] as? String, artifact?["uriBaseId"] as? String, region?["startLine"] as? Int)
    }

    private func fingerprint(_ result: [String: Any]) throws -> String {
        try #require((result["partialFingerprints"] as? [String: String])?.values.first)
    }

    @Test func aResultHasItsRuleItsLevelAndItsPlace() throws {
        let findings = [
            SampleReport.finding(),
            SampleReport.finding(.drift, .warning, revision: nil, object: "public.t.a", at: nil),
        ]
        let run = try run(findings, fallback: SampleReport.place("revisions/9 ü.sql", 1))
        let driver = try #require((run["tool"] as? [String: Any])?["driver"] as? [String: Any])
        let rules = try #require(driver["rules"] as? [[String: Any]])
        #expect(rules.map { $0["id"] as? String } == CheckRule.all.map(\.id))
        for rule in rules {
            for key in ["shortDescription", "fullDescription", "help"] {
                #expect(((rule[key] as? [String: String])?["text"] ?? "").isEmpty == false, "\(rule)")
            }
            #expect((rule["help"] as? [String: String])?["markdown"]?.contains("**Why.**") == true)
        }
        let results = try #require(run["results"] as? [[String: Any]])
        #expect(results.map { $0["ruleId"] as? String } == ["broken", "drift"])
        #expect(results.map { $0["level"] as? String } == ["error", "warning"])
        for result in results {
            let index = try #require(result["ruleIndex"] as? Int)
            #expect(rules[index]["id"] as? String == result["ruleId"] as? String)
        }
        let first = try place(results[0])
        #expect(first.uri == "revisions/1.sql" && first.base == "%SRCROOT%" && first.line == 7)
        #expect((run["originalUriBaseIds"] as? [String: Any])?.keys.contains("%SRCROOT%") == true)
        // A service takes no result without a place.
        let second = try place(results[1])
        #expect(second.uri == "revisions/9%20%C3%BC.sql" && second.line == 1)
        #expect((results[1]["properties"] as? [String: String])?["object"] == "public.t.a")
    }

    @Test func theRunSaysHowItEndedAndWhatItCouldNotLookAt() throws {
        for (findings, status) in [
            ([], 0), ([SampleReport.finding(.drift, .warning)], 0), ([SampleReport.finding()], 3),
        ] {
            let invocations = try #require(try run(findings)["invocations"] as? [[String: Any]])
            #expect(invocations.map { $0["exitCode"] as? Int } == [status])
            #expect(invocations[0]["executionSuccessful"] as? Bool == true)
            let told = try #require(invocations[0]["toolExecutionNotifications"] as? [[String: Any]])
            #expect((told[0]["message"] as? [String: String])?["text"] == "model: no schema is declared")
        }
    }

    @Test func aFingerprintStaysWhileLinesAndWordsMove() throws {
        let before = try fingerprint(results([SampleReport.finding()])[0])
        let moved = SampleReport.finding(message: "other words", at: SampleReport.place("revisions/1.sql", 9))
        #expect(try fingerprint(results([moved])[0]) == before)
        let others = [
            SampleReport.finding(.payload), SampleReport.finding(revision: "bbbb"), SampleReport.finding(object: "t"),
            SampleReport.finding(at: SampleReport.place("revisions/2.sql", 7)),
        ]
        let all = try results([SampleReport.finding()] + others + [SampleReport.finding(message: "a second one")])
        #expect(Set(try all.map(fingerprint)).count == all.count)
    }
}

struct SourceRootTests {
    private let root = SourceRoot("/nowhere/repo", current: "/nowhere/repo/db")

    @Test(arguments: [
        ("a.sql", "db/a.sql"), ("r/1 é%#?.sql", "db/r/1%20%C3%A9%25%23%3F.sql"), ("a:b.sql", "db/a%3Ab.sql"),
        ("/nowhere/repo/x.sql", "x.sql"), ("~-_.sql", "db/~-_.sql"),
    ])
    func aPathBelowTheRootIsARelativeURI(path: String, uri: String) {
        #expect(root.uri(path) == (uri, true))
    }

    @Test(arguments: [
        ("/nowhere/other.sql", "file:///nowhere/other.sql"), ("/nowhere/repository/a", "file:///nowhere/repository/a"),
    ])
    func aPathElsewhereIsAWholeURI(path: String, uri: String) {
        #expect(root.uri(path) == (uri, false))
    }
}
