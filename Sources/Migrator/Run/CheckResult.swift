import MigratorGraph

/// What the gates have found so far.
struct CheckResult {
    var findings: [CheckReport.Finding] = []
    private var skipped: [CheckReport.Remark] = []
    private var remarks: [CheckReport.Remark] = []
    private let options: CheckOptions

    init(_ options: CheckOptions) {
        self.options = options
    }

    /// Notes that a gate could not look.
    mutating func skip(_ kind: CheckReport.Kind, _ why: String) {
        skipped.append(CheckReport.Remark(kind: kind, message: why))
    }

    /// Notes that a gate looked at a part only, which is not enough where it is required.
    mutating func halve(_ kind: CheckReport.Kind, _ why: String) {
        guard !options.required.contains(kind) else { return skip(kind, why) }
        remarks.append(CheckReport.Remark(kind: kind, message: why))
    }

    /// Takes what a gate comes to.
    mutating func take(_ kind: CheckReport.Kind, _ outcome: SchemaGates.Outcome) {
        switch outcome {
        case .skipped(let why): skip(kind, why)
        case .looked(let found, let notes):
            findings += found
            remarks += notes.map { CheckReport.Remark(kind: kind, message: $0) }
        }
    }

    /// The report: each finding with its level and its place, and one for each gate that had to look and could not.
    func report(on graph: RevisionGraph) -> CheckReport {
        var findings = findings.map { finding in
            var finding = finding
            finding.level = options[finding.kind] == .warn ? .warning : .error
            finding.location = finding.location ?? finding.revision.flatMap { graph[$0]?.source }
            return finding
        }
        for remark in skipped where options.required.contains(remark.kind) {
            let message = "not looked at, and it is required: \(remark.message)"
            let finding = CheckReport.Finding(kind: remark.kind, rule: "required", revision: nil, message: message)
            findings.append(finding)
        }
        let left = Set(skipped.map(\.kind))
        return CheckReport(
            findings: findings,
            checked: CheckReport.Kind.allCases.filter { options.kinds.contains($0) && !left.contains($0) },
            skipped: skipped,
            remarks: remarks,
            revisions: graph.revisions.count
        )
    }
}
