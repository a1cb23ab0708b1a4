/// Columns of text, each as wide as its widest cell.
enum TextTable {
    /// Draws rows beneath a heading; the last column is as long as it is.
    static func draw(_ heading: [String], _ rows: [[String]]) -> String {
        let all = [heading] + rows
        let widths = heading.indices.map { column in
            all.map { $0[column].count }.max() ?? 0
        }
        return all.map { cells in
            cells.indices.map { column in
                column == cells.count - 1 ? cells[column] : padded(cells[column], to: widths[column])
            }.joined(separator: "  ")
        }.joined(separator: "\n")
    }

    private static func padded(_ text: String, to width: Int) -> String {
        text + String(repeating: " ", count: max(0, width - text.count))
    }
}
