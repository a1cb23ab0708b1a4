import MigrationDSL
import Testing

@testable import Migrator
@testable import MigratorCLI

struct GitHubAnnotationsTests {
    private let annotations = GitHubAnnotations(SourceRoot("/nowhere/repo", current: "/nowhere/repo/db"))

    @Test(arguments: [
        ("100% a:b, c\r\nd", "100%25 a:b, c%0D%0Ad", "100%25 a%3Ab%2C c%0D%0Ad"),
        ("%0A", "%250A", "%250A"), ("::error::é", "::error::é", "%3A%3Aerror%3A%3Aé"),
    ])
    func whatWouldEndACommandIsEscaped(text: String, message: String, property: String) {
        #expect(GitHubAnnotations.escaped(text, inProperty: false) == message)
        #expect(GitHubAnnotations.escaped(text, inProperty: true) == property)
    }

    @Test func aFindingIsOneLineWithItsPlace() {
        let report = SampleReport.report([
            SampleReport.finding(
                message: "near \"x\":\n50%",
                at: SampleReport.place("revisions/1,2: a%.sql", 7)
            )
        ])
        let title = "title=\(ProgramName.current) check%3A broken"
        #expect(
            annotations.text(report)
                == "::error file=db/revisions/1%2C2%3A a%25.sql,line=7,\(title)::near \"x\":%0A50%25%0A"
                + "\(ProgramName.current) edit aaaa\n"
        )
    }

    @Test func eachLevelHasItsCommandAndAPlaceIsNotMadeUp() {
        let report = SampleReport.report(
            [
                SampleReport.finding(.drift, .warning, revision: nil, command: nil, at: nil),
                SampleReport.finding(.heads, .error, at: SampleReport.place("/elsewhere/1.sql", 1)),
            ],
            skipped: [CheckReport.Remark(kind: .model, message: "no schema is declared")]
        )
        let lines = annotations.text(report).split(separator: "\n").map(String.init)
        let program = ProgramName.current
        #expect(
            lines == [
                "::warning title=\(program) check%3A drift::it does not run",
                "::error file=/elsewhere/1.sql,line=1,title=\(program) check%3A heads::it does not run%0A\(program) edit aaaa",
                "::notice title=\(program) check%3A model::model is skipped: no schema is declared",
            ]
        )
    }
}
