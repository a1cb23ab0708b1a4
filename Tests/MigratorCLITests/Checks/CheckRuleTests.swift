import Foundation
import Migrator
import Testing

@testable import MigratorCLI

struct CheckRuleTests {
    @Test func eachRuleSaysAllOfItAndEachGateHasOne() {
        #expect(Set(CheckRule.all.map(\.id)).count == CheckRule.all.count)
        for kind in CheckReport.Kind.allCases { #expect(CheckRule.named(kind.rawValue)?.gate == kind) }
        for rule in CheckRule.all {
            for text in [rule.title, rule.why, rule.mending] {
                #expect(text.hasSuffix(".") && !text.contains("\n"), "\(rule.id): \(text)")
            }
            #expect(rule.id.wholeMatch(of: /[a-z]+(-[a-z]+)*/) != nil, "\(rule.id)")
        }
    }

    /// Lines may be broken elsewhere in the article.
    @Test func theArticleSaysWhatTheRulesSay() throws {
        let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "Sources/MigratorCLI/MigratorCLI.docc/CheckRules.md")
        let article = try String(contentsOf: file, encoding: .utf8)
        let rules = try #require(article.range(of: "## Rules\n"))
        func words(_ text: String) -> [Substring] { text.split { $0.isWhitespace } }
        let sections = article[rules.upperBound...].components(separatedBy: "\n### ").dropFirst().map { "### " + $0 }
        #expect(sections.map(words) == CheckRule.all.map { words(RuleText.section($0)) })
    }

    @Test func commandsAndFlagsAreCodeAndApostrophesAreNot() throws {
        #expect(RuleText.markdown(try RuleText.rule("heads")).contains("`merge heads -m TEXT`. A history"))
        #expect(RuleText.markdown(try RuleText.rule("pending")).contains("say `--no-pending`."))
        for rule in CheckRule.all {
            #expect(RuleText.markdown(rule).count { $0 == "`" }.isMultiple(of: 2), "\(rule.id)")
        }
    }

    @Test(arguments: [("unknown-rows", "unknown-row"), ("HEADS", "heads"), ("payload-mising", "payload-missing")])
    func anUnknownRuleIsAnsweredWithAGuess(word: String, meant: String) {
        let error = #expect(throws: UsageError.self) { try RuleText.rule(word) }
        #expect(error?.description.contains("did you mean '\(meant)'?") == true, "\(String(describing: error))")
    }
}
