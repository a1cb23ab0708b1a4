import MigrationDSL
import Migrator

/// What `lint` found, for people and for programs.
enum LintText {
    /// A finding with its place, and the rewrite beneath it.
    static func lines(_ finding: SafetyFinding) -> String {
        let place = finding.location.map { "\($0.file):\($0.line): " } ?? ""
        let revision = finding.revision.map { " (\($0.rawValue), \(finding.direction.rawValue))" } ?? ""
        let first = "\(place)\(finding.level.rawValue): \(finding.message) [\(finding.rule.rawValue)]\(revision)"
        guard let fix = finding.fix else { return TerminalText.line(first) }
        return TerminalText.line(first) + "\n" + TerminalText.line("    instead: \(fix)")
    }

    /// How much was found.
    static func summary(_ report: LintReport) -> String {
        let counted = report.findings.filter { $0.level != .note }
        let revisions = MigratorCLI.counted(report.revisions.count, "revision")
        let known = report.known == 0 ? "" : ", beside \(MigratorCLI.counted(report.known, "finding")) of the baseline"
        guard !counted.isEmpty else { return "nothing found in \(revisions)\(known)" }
        let errors = counted.count { $0.level == .error }
        return
            "\(MigratorCLI.counted(counted.count, "finding")) in \(revisions), \(MigratorCLI.counted(errors, "error")) among "
            + "them\(known)"
    }

    /// `{"format":1,"command":"lint","revisions":…,"findings":[…]}`.
    static func json(_ report: LintReport) -> JSON {
        .object([
            "format": .number(1),
            "command": .string("lint"),
            "revisions": .number(report.revisions.count),
            "known": .number(report.known),
            "findings": .array(report.findings.map(finding)),
        ])
    }

    private static func finding(_ finding: SafetyFinding) -> JSON {
        .object([
            "rule": .string(finding.rule.rawValue),
            "level": .string(finding.level.rawValue),
            "revision": finding.revision.map { .string($0.rawValue) } ?? .null,
            "direction": .string(finding.direction.rawValue),
            "file": finding.location.map { .string($0.file) },
            "line": finding.location.map { .number($0.line) },
            "object": .string(finding.object),
            "message": .string(finding.message),
            "fix": finding.fix.map { .string($0) },
        ])
    }
}
