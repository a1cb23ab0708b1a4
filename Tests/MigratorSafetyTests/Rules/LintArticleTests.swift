import Foundation
import MigrationDSL
import MigratorSafety
import Testing

/// The article that lists the rules.
struct LintArticleTests {
    @Test func listsEachRuleAsItIs() throws {
        let article = URL(filePath: #filePath)
            .appending(path: "../../../../Sources/MigratorCLI/MigratorCLI.docc/Lint.md").standardized
        let rows = try String(contentsOf: article, encoding: .utf8).split(separator: "\n").filter {
            $0.hasPrefix("| `")
        }
        #expect(rows.count == RuleTable.rules.count)
        for (row, rule) in zip(rows, RuleTable.rules) {
            let cells = row.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
            let level = rule.level == .warning ? "warn" : rule.level.rawValue
            #expect(cells.first == "`\(rule.id.rawValue)`")
            #expect(Array(cells[2...3]) == [level, rule.preset.rawValue], "\(rule.id.rawValue)")
        }
    }
}
