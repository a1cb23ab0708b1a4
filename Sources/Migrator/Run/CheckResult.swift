import MigrationDSL
import MigratorGraph
import MigratorSystem

/// What the gates have found so far.
struct CheckResult {
    var findings: [CheckReport.Finding] = []
    private var skipped: [CheckReport.Remark] = []
    private var remarks: [CheckReport.Remark] = []
    /// What gives the gates that could not look what they lack.
    private var commands: [CheckReport.Kind: String] = [:]
    private let options: CheckOptions

    init(_ options: CheckOptions) {
        self.options = options
    }

    /// Notes that a gate could not look, and the command that lets it.
    mutating func skip(_ kind: CheckReport.Kind, _ why: String, command: String? = nil) {
        skipped.append(CheckReport.Remark(kind: kind, message: why))
        commands[kind] = command
    }

    /// Notes that a gate looked at a part only, which is not enough where it is required.
    mutating func halve(_ kind: CheckReport.Kind, _ why: String, command: String? = nil) {
        guard !options.required.contains(kind) else { return skip(kind, why, command: command) }
        remarks.append(CheckReport.Remark(kind: kind, message: why))
    }

    /// Takes what a gate comes to.
    mutating func take(_ kind: CheckReport.Kind, _ outcome: SchemaGates.Outcome) {
        switch outcome {
        case .skipped(let why, let command): skip(kind, why, command: command)
        case .looked(let found, let notes):
            findings += found
            remarks += notes.map { CheckReport.Remark(kind: kind, message: $0) }
        }
    }

    /// The report: each finding once, with its level and its place, and one for each gate that had to look and could not.
    func report(on graph: RevisionGraph) -> CheckReport {
        var seen: Set<[ExactText]> = []
        var findings = findings.compactMap { finding -> CheckReport.Finding? in
            if let revision = finding.revision, graph[revision] != nil, !options.looks(at: revision) { return nil }
            var finding = finding
            finding.level = options[finding.kind] == .warn ? .warning : .error
            finding.location = finding.location ?? finding.revision.flatMap { graph[$0]?.source }
            return seen.insert(finding.fault).inserted ? finding : nil
        }
        for remark in skipped where options.required.contains(remark.kind) {
            findings.append(
                CheckReport.Finding(
                    kind: remark.kind,
                    rule: .required,
                    message: "not looked at, and it is required: \(remark.message)",
                    command: commands[remark.kind]
                )
            )
        }
        let left = Set(skipped.map(\.kind))
        return CheckReport(
            findings: findings,
            checked: CheckReport.Kind.allCases.filter { options.kinds.contains($0) && !left.contains($0) },
            skipped: skipped,
            remarks: remarks,
            revisions: graph.revisions.count,
            looked: options.revisions.map { looked in graph.revisions.map(\.id).filter(looked.contains) }
        )
    }
}

extension CheckReport.Finding {
    /// What tells its fault from others: a payload that two revisions load has one fault.
    fileprivate var fault: [ExactText] {
        let place = location.map(\.description) ?? revision?.rawValue ?? ""
        return [rule, place, object ?? "", message].map(ExactText.init)
    }
}
