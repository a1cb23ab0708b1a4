import MigrationDSL
import Migrator

/// What `check` found, for people.
struct CheckText {
    private let root: SourceRoot

    init(_ root: SourceRoot) {
        self.root = root
    }

    /// A line for each finding, with its place; the levels only where there is more than one.
    func table(_ report: CheckReport) -> String {
        let hasWarnings = report.findings.contains { $0.level == .warning }
        let heading = ["KIND"] + (hasWarnings ? ["LEVEL"] : []) + ["REVISION", "FINDING"]
        let rows = report.findings.map { finding in
            [finding.kind.rawValue] + (hasWarnings ? [finding.level.rawValue] : [])
                + [finding.revision.map(RevisionText.safe) ?? "-", TerminalText.line(message(finding))]
        }
        return TextTable.draw(heading, rows)
    }

    private func message(_ finding: CheckReport.Finding) -> String {
        finding.location.map { "\(root.shown($0)): \(finding.message)" } ?? finding.message
    }

    /// All that there is to say, for a file.
    func document(_ report: CheckReport) -> String {
        let findings =
            report.findings.isEmpty
            ? [Self.nothing(report)] : [table(report)] + Self.commands(report) + [Self.count(report)]
        let remarks = report.remarks.map { TerminalText.line("\($0.kind.rawValue): \($0.message)") }
        return (findings + report.skipped.map(Self.line) + remarks).map { $0 + "\n" }.joined()
    }

    /// Says that nothing was found, and what looked.
    static func nothing(_ report: CheckReport) -> String {
        "nothing found in \(lookedAt(report)) (\(report.checked.map(\.rawValue).joined(separator: ", ")))"
    }

    /// Says why a gate could not look.
    static func line(skipped remark: CheckReport.Remark) -> String {
        TerminalText.line("\(remark.kind.rawValue) is skipped: \(remark.message)")
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

    /// How much was found, and in how many revisions.
    static func count(_ report: CheckReport) -> String {
        let warnings = report.findings.count { $0.level == .warning }
        let count = counted(report.findings.count, "finding")
        let among = warnings == 0 ? "" : ", \(counted(warnings, "warning")) among them,"
        return "\(count)\(among) in \(lookedAt(report))"
    }

    private static func lookedAt(_ report: CheckReport) -> String {
        guard let looked = report.looked else { return counted(report.revisions, "revision") }
        return "\(looked.count) of \(counted(report.revisions, "revision"))"
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
            "new": report.looked.map { .strings($0.map(\.rawValue)) },
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
