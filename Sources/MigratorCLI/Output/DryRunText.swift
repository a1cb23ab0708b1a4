import Migrator

/// The SQL that a run would run.
enum DryRunText {
    static func text(_ report: RunReport) -> String {
        var text = ""
        for step in report.steps {
            let message = step.message.isEmpty ? "" : " " + TerminalText.line(step.message)
            text += "-- \(step.direction) \(RevisionText.safe(step.revision))\(message)\n"
            for statement in step.sql ?? [] {
                text += TerminalText.block(statement)
                text += statement.last == ";" || statement.hasPrefix("--") ? "\n" : ";\n"
            }
            text += "\n"
        }
        return text + "-- \(counted(report.steps.count, "step")); nothing was run"
    }
}
