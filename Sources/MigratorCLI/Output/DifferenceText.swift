import Migrator

/// The differences of two schemas as people read them: grouped by table, in words, those marked that destroy data.
///
/// ```
/// public.customers
///   column customers.note: added (text)
/// ! column customers.mail: dropped (destroys data)
///     a hazard of it
/// ```
struct DifferenceText {
    /// The heading of what is of no table and no view.
    private static let elsewhere = "other objects"

    let style: Style

    /// The groups with an empty line between them.
    func text(_ report: DiffReport) -> String {
        report.groups.map { group in
            let heading = style.bold(TerminalText.line(group.table ?? Self.elsewhere))
            return ([heading] + group.differences.flatMap(lines)).joined(separator: "\n")
        }.joined(separator: "\n\n")
    }

    /// How many differences there are, in a sentence.
    static func sentence(_ report: DiffReport) -> String {
        let (from, to) = (TerminalText.line(report.from), TerminalText.line(report.to))
        guard !report.isEqual else {
            let isCertain = report.unverified.isEmpty && report.unsupported.isEmpty
            return "no difference between \(from) and \(to)\(isCertain ? "" : " that could be found")"
        }
        let destroying = report.differences.count(where: \.destroys)
        let mark = destroying == 0 ? "" : "; \(destroying) of them \(destroying == 1 ? "destroys" : "destroy") data"
        return "\(counted(report.differences.count, "difference")) from \(from) to \(to)\(mark)"
    }

    private func lines(_ difference: DiffReport.Difference) -> [String] {
        let summary = TerminalText.line(difference.summary)
        let first = difference.destroys ? style.red("! \(summary) (destroys data)") : "  \(summary)"
        return [first] + difference.hazards.map { "    \(style.yellow(TerminalText.line($0)))" }
    }
}
