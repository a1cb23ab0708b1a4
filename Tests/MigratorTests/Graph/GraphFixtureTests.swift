import MigrationDSL
import Migrator
import Testing

@Suite struct GraphFixtureTests {
    @Test func everyCaseIsAnsweredAsAlembicDoes() throws {
        let cases = try FixtureCase.all()
        #expect(cases.count == 1568)
        for fixture in cases {
            if let failure = FixtureVerdict(fixture).failure {
                Issue.record("case \(fixture.id): \(fixture.command) \(fixture.target.values): \(failure)")
            }
        }
    }
}
