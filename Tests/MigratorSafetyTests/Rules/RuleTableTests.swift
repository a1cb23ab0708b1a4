import MigrationDSL
import MigratorDatabase
import MigratorDialects
import MigratorSafety
import Testing

struct RuleTableTests {
    @Test func aCauseIsTheMatterOfOneRuleInEachDirection() {
        for cause in Effect.Cause.allCases {
            for isDowngrade in [false, true] {
                var effect = Effect("t")
                effect.cause = cause
                let rules = RuleTable.rules.filter { $0.isBroken(by: effect, isDowngrade: isDowngrade) }
                #expect(rules.count <= 1, "\(cause)")
            }
        }
    }

    @Test func aRuleIsFoundByItsName() {
        #expect(RuleTable.rule(SafetyRule(rawValue: "drop-column"))?.level == .error)
        #expect(RuleTable.rule(SafetyRule(rawValue: "drop_column")) == nil)
    }

    @Test func levelsAreSetByRuleAndByPreset() {
        var levels = SafetyLevels()
        let isLocks = levels.set("locks", to: nil)
        let isRule = levels.set("index-blocking", to: .error)
        let isNone = levels.set("index-blocked", to: .error)
        #expect(isLocks && isRule && !isNone)
        let text = "CREATE INDEX i ON t(a); ALTER TABLE t ALTER COLUMN a TYPE bigint; ALTER TABLE t DROP COLUMN b"
        #expect(LintBench(.postgres, levels).rules(text) == ["drop-column", "index-blocking"])
        #expect(LintBench(.postgres, levels).findings(text).allSatisfy { $0.level == .error })
    }

    @Test func aSmallTableIsOneOfFewRowsAndBytes() {
        #expect(TableFacts(rows: 10_000, bytes: 10_000_000).isSmall)
        #expect(!TableFacts(rows: 10_001, bytes: 1).isSmall)
        #expect(!TableFacts(rows: 1, bytes: 10_000_001).isSmall)
        #expect(TableFacts(rows: 0, bytes: 20_000_000).isSmall)
        #expect(!TableFacts(bytes: 1).isSmall)
    }

    @Test func aServersAgeIsReadFromItsVersion() {
        #expect(ServerAge("15") == ServerAge(15))
        #expect(ServerAge("3.40.1") == ServerAge(3, 40))
        #expect(ServerAge(3, 9) < ServerAge(3, 31))
        #expect(ServerAge("fifteen") == nil)
        #expect(ServerAge("15.") == nil)
    }
}
