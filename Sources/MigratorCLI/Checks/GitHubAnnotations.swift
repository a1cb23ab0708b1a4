import MigrationDSL
import Migrator

/// What `check` found as commands of GitHub's workflows, which show it at its line in a pull request.
struct GitHubAnnotations {
    private let root: SourceRoot

    init(_ root: SourceRoot) {
        self.root = root
    }

    /// A line for each finding, then one for each gate that could not look.
    func text(_ report: CheckReport) -> String {
        let findings = report.findings.map(line)
        let skipped = report.skipped.map { line($0, "is skipped: ") }
        let remarks = report.remarks.map { line($0, "") }
        return (findings + skipped + remarks).map { $0 + "\n" }.joined()
    }

    private func line(_ finding: CheckReport.Finding) -> String {
        var properties: [(String, String)] = []
        if let location = finding.location {
            properties.append(("file", root.relative(location.file) ?? location.file))
            properties.append(("line", "\(location.line)"))
        }
        properties.append(("title", "\(ProgramName.current) check: \(finding.rule)"))
        let mending = finding.command.map { "\n\(ProgramName.current) \($0)" } ?? ""
        return Self.command(Self.name(of: finding.level), properties, finding.message + mending)
    }

    private func line(_ remark: CheckReport.Remark, _ what: String) -> String {
        let title = "\(ProgramName.current) check: \(remark.kind.rawValue)"
        return Self.command("notice", [("title", title)], "\(remark.kind.rawValue) \(what)\(remark.message)")
    }

    private static func name(of level: CheckReport.Level) -> String {
        switch level {
        case .error: "error"
        case .warning: "warning"
        }
    }

    /// A command of a workflow.
    static func command(_ name: String, _ properties: [(String, String)], _ message: String) -> String {
        let list = properties.map { "\($0)=\(escaped($1, inProperty: true))" }.joined(separator: ",")
        return "::\(name) \(list)::\(escaped(message, inProperty: false))"
    }

    /// A text as a command has it: what would end it, or a property of it, as `%` and two digits.
    static func escaped(_ text: String, inProperty: Bool) -> String {
        var escaped = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "%": escaped += "%25"
            case "\r": escaped += "%0D"
            case "\n": escaped += "%0A"
            case ":" where inProperty: escaped += "%3A"
            case "," where inProperty: escaped += "%2C"
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }
}
