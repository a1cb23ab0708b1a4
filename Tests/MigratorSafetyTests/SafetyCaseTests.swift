import MigrationDSL
import MigratorDialects
import MigratorSafety
import Testing

struct SafetyCaseTests {
    @Test(arguments: try SafetyCase.all("lint-cases") + SafetyCase.all("own-cases"))
    func breaksExactlyTheRulesThatItShould(_ safetyCase: SafetyCase) throws {
        for version in safetyCase.versions {
            let found = try safetyCase.findings(on: version)
            #expect(Set(found.map(\.rule.rawValue)) == Set(safetyCase.expect), "on \(version)")
        }
    }

    @Test func everyCaseIsTriedOnAServer() throws {
        for safetyCase in try SafetyCase.all("lint-cases") + SafetyCase.all("own-cases") {
            #expect(!safetyCase.versions.isEmpty, "\(safetyCase.id)")
        }
    }

    /// Rules that no statement alone breaks; each has a test of its own.
    private static let others: Set<SafetyRule> = [
        .downMissing, .fkParentLock, .manyHotTables, .tooManyLocks, .txnControl,
    ]

    @Test func everyRuleHasACaseThatBreaksIt() throws {
        let broken = try Set((SafetyCase.all("lint-cases") + SafetyCase.all("own-cases")).flatMap(\.expect))
        for rule in RuleTable.rules where !Self.others.contains(rule.id) {
            #expect(broken.contains(rule.id.rawValue), "\(rule.id.rawValue)")
        }
    }

    @Test func everyFindingSaysWhatHappens() throws {
        for safetyCase in try SafetyCase.all("lint-cases") + SafetyCase.all("own-cases") {
            for version in safetyCase.versions {
                for finding in try safetyCase.findings(on: version) {
                    #expect(finding.message.count > 20, "\(safetyCase.id) \(finding.rule.rawValue)")
                    #expect(!finding.message.hasSuffix("."), "\(safetyCase.id) \(finding.rule.rawValue)")
                }
            }
        }
    }
}
