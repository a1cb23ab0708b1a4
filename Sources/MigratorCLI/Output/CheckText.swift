import MigrationDSL
import Migrator

/// What `check` found, for people.
enum CheckText {
    /// A line for each finding; the levels only where there is more than one.
    static func table(_ report: CheckReport) -> String {
        let hasWarnings = report.findings.contains { $0.level == .warning }
        let heading = ["KIND"] + (hasWarnings ? ["LEVEL"] : []) + ["REVISION", "FINDING"]
        let rows = report.findings.map { finding in
            [finding.kind.rawValue] + (hasWarnings ? [finding.level.rawValue] : [])
                + [finding.revision.map(RevisionText.safe) ?? "-", TerminalText.line(message(finding))]
        }
        return TextTable.draw(heading, rows)
    }

    /// The message, behind the place where the declared schema says what does not run.
    private static func message(_ finding: CheckReport.Finding) -> String {
        guard finding.revision == nil, let location = finding.location else { return finding.message }
        return "\(location): \(finding.message)"
    }

    /// What mends findings, each once.
    static func commands(_ report: CheckReport) -> [String] {
        var lines: [String] = []
        for finding in report.findings {
            guard let command = finding.command else { continue }
            let line = "\(finding.kind.rawValue): '\(ProgramName.current) \(command)'"
            if !lines.contains(line) { lines.append(line) }
        }
        return lines
    }

    /// How much was found.
    static func count(_ report: CheckReport) -> String {
        let warnings = report.findings.count { $0.level == .warning }
        let count = counted(report.findings.count, "finding")
        return warnings == 0 ? count : "\(count), \(counted(warnings, "warning")) among them,"
    }
}

extension JSON {
    /// The object of `check`.
    static func check(_ report: CheckReport) -> JSON {
        .object([
            "command": .string("check"),
            "revisions": .number(report.revisions),
            "checked": .strings(report.checked.map(\.rawValue)),
            "findings": .array(report.findings.map(finding)),
            "skipped": .array(report.skipped.map(remark)),
            "remarks": report.remarks.isEmpty ? nil : .array(report.remarks.map(remark)),
        ])
    }

    private static func finding(_ finding: CheckReport.Finding) -> JSON {
        .object([
            "kind": .string(finding.kind.rawValue),
            "rule": .string(finding.rule),
            "level": .string(finding.level.rawValue),
            "revision": finding.revision.map { .string($0.rawValue) } ?? .null,
            "object": finding.object.map { .string($0) },
            "message": .string(finding.message),
            "file": finding.location.map { .string($0.file) },
            "line": finding.location.map { .number($0.line) },
            "command": finding.command.map { .string("\(ProgramName.current) \($0)") },
        ])
    }

    private static func remark(_ remark: CheckReport.Remark) -> JSON {
        .object(["kind": .string(remark.kind.rawValue), "reason": .string(remark.message)])
    }
}
