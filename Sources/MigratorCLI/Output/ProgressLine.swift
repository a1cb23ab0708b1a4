/// The text of the progress line for the step that runs.
struct ProgressLine {
    private var step = ""
    private var index = 0
    private var total = 0
    private var start: ContinuousClock.Instant?
    private var table: String?
    private var rows = 0
    private var fraction: Double?

    init() {}

    init(step: String, index: Int, total: Int, since start: ContinuousClock.Instant) {
        self.step = step
        self.index = index
        self.total = total
        self.start = start
    }

    /// Takes note of how far a table is loaded.
    mutating func load(_ table: String, rows: Int, bytes: Int, totalBytes: Int?) {
        self.table = table
        self.rows = rows
        fraction = totalBytes.flatMap { $0 > 0 ? min(1, Double(bytes) / Double($0)) : nil }
    }

    /// `[2/5] [####------]  40 %  spirits: 12000 rows, 250000 rows/s  9f94d908afb9 the 50 races`.
    func text(_ now: ContinuousClock.Instant) -> String {
        var text = "[\(index)/\(total)]"
        if let fraction {
            let full = Int(fraction * 10)
            let percent = String(Int(fraction * 100))
            text += " [\(String(repeating: "#", count: full))\(String(repeating: "-", count: 10 - full))]"
            text += "\(String(repeating: " ", count: 4 - percent.count))\(percent) %"
        }
        if let table {
            text += "  \(TerminalText.line(table)): \(counted(rows, "row"))"
            let milliseconds = start.map { $0.duration(to: now).milliseconds } ?? 0
            if milliseconds > 0 { text += ", \(rows * 1000 / milliseconds) rows/s" }
        }
        return "\(text)  \(step)"
    }
}
