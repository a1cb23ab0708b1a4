import Migrator

/// The source of the rows of a bulk insert, for people.
enum PayloadText {
    /// `audit.csv.gz: 100000 rows from redis in 120 ms`, or why they were not fetched or not kept.
    static func line(_ report: PayloadReport) -> String {
        if let reason = report.reason, report.isKept { return TerminalText.line("\(report.payload): \(reason)") }
        let rows = counted(report.rows, "row")
        var text = "\(report.payload): "
        switch report.origin {
        case .made: text += "\(rows) made in \(report.time.readable)"
        case .disk: text += "\(rows) from disk in \(report.time.readable)"
        case .redis: text += "\(rows) from redis in \(report.time.readable)"
        }
        if let storing = report.storing {
            text += report.isKept ? ", kept for the next run in \(storing.readable)" : ", not kept"
        }
        if let reason = report.reason { text += " (\(reason))" }
        return TerminalText.line(text)
    }
}
