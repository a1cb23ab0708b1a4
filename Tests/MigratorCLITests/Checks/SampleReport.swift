import MigrationDSL

@testable import Migrator

/// Findings as `check` makes them, for the forms that they are written in.
enum SampleReport {
    static func finding(
        _ kind: CheckReport.Kind = .broken,
        _ level: CheckReport.Level = .error,
        revision: RevisionID? = "aaaa",
        object: String? = nil,
        message: String = "it does not run",
        command: String? = "edit aaaa",
        at location: SourceLocation? = SourceLocation(file: "revisions/1.sql", line: 7, column: 3)
    ) -> CheckReport.Finding {
        var finding = CheckReport.Finding(
            kind: kind,
            revision: revision,
            object: object,
            message: message,
            command: command,
            location: location
        )
        finding.level = level
        return finding
    }

    /// A place, whose type has the name of one of the testing library's.
    static func place(_ file: String, _ line: Int) -> SourceLocation { SourceLocation(file: file, line: line) }

    static func report(_ findings: [CheckReport.Finding], skipped: [CheckReport.Remark] = []) -> CheckReport {
        CheckReport(
            findings: findings,
            checked: [.heads, .broken],
            skipped: skipped,
            remarks: [],
            revisions: 3,
            looked: nil
        )
    }
}
