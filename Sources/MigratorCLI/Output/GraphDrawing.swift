import MigrationDSL

/// Draws a graph in columns of text, as `git log --graph` does.
///
/// ```
/// * d
/// |\
/// * | c
/// | * b
/// |/
/// * a
/// ```
/// A column is a line down to one revision that is still to come; lines to the same revision join as soon as they
/// can, the right one into the left one.
struct GraphDrawing {
    /// A revision: what follows it must have been given before it.
    struct Node {
        let id: RevisionID
        let parents: [RevisionID]
        let text: String
    }

    private static let bar = UInt8(ascii: "|")
    private static let slash = UInt8(ascii: "/")
    private static let backslash = UInt8(ascii: "\\")

    /// The revision that each column leads to, no two to the same between two revisions.
    private var columns: [Int] = []
    private var lines: [String] = []
    /// The last column, if it ended at the last revision: what begins there next does not belong to it.
    private var ended: Int?

    /// Draws `nodes`, newest first; parents that are not among them are left out.
    static func draw(_ nodes: [Node]) -> [String] {
        var positions: [RevisionID: Int] = [:]
        for (position, node) in nodes.enumerated() { positions[node.id] = position }
        var drawing = GraphDrawing()
        for (position, node) in nodes.enumerated() {
            var parents: [Int] = []
            for parent in node.parents {
                guard let parent = positions[parent], parent > position, !parents.contains(parent) else { continue }
                parents.append(parent)
            }
            drawing.add(position, parents, node.text)
        }
        return drawing.lines
    }

    private mutating func add(_ node: Int, _ parents: [Int], _ text: String) {
        let column: Int
        if let known = columns.firstIndex(of: node) {
            column = known
        } else {
            column = columns.count
            if ended == column { put(bars(column)) }
            columns.append(node)
        }
        ended = nil
        var row = bars(columns.count)
        row[2 * column] = UInt8(ascii: "*")
        lines.append("\(String(decoding: row, as: UTF8.self)) \(text)")
        guard let first = parents.first else { return end(column) }
        columns[column] = first
        // The last one first: each that follows pushes it to the right.
        for parent in parents.dropFirst().reversed() { fork(column, to: parent) }
        for parent in parents { join(parent) }
    }

    /// Ends a column at a base; those to its right close up.
    private mutating func end(_ column: Int) {
        columns.remove(at: column)
        guard column < columns.count else {
            ended = column
            return
        }
        var row = blanks(columns.count + 1)
        for other in 0..<column { row[2 * other] = Self.bar }
        for other in column..<columns.count { row[2 * other + 1] = Self.slash }
        put(row)
    }

    /// Lets a new column begin at one that is there; those to its right make room.
    private mutating func fork(_ column: Int, to parent: Int) {
        var row = blanks(columns.count + 1)
        for other in 0...column { row[2 * other] = Self.bar }
        for other in column..<columns.count { row[2 * other + 1] = Self.backslash }
        columns.insert(parent, at: column + 1)
        put(row)
    }

    /// Joins the columns that lead to the same revision.
    private mutating func join(_ parent: Int) {
        while let left = columns.firstIndex(of: parent),
            let right = columns[(left + 1)...].firstIndex(of: parent)
        {
            var row = blanks(columns.count)
            for other in 0..<right { row[2 * other] = Self.bar }
            for other in right..<columns.count { row[2 * other - 1] = Self.slash }
            // A long way is gone along the line, behind the columns between.
            if right - left > 2 {
                for between in (left + 1)..<(right - 1) { row[2 * between + 1] = UInt8(ascii: "_") }
            }
            columns.remove(at: right)
            put(row)
            guard right - left > 1 else { continue }
            row = bars(columns.count)
            row[2 * left + 1] = Self.slash
            put(row)
        }
    }

    private func blanks(_ columns: Int) -> [UInt8] {
        [UInt8](repeating: UInt8(ascii: " "), count: 2 * columns)
    }

    /// The columns, all of them going straight down.
    private func bars(_ columns: Int) -> [UInt8] {
        var row = blanks(columns)
        _ = row.popLast()
        for column in 0..<columns { row[2 * column] = Self.bar }
        return row
    }

    private mutating func put(_ row: [UInt8]) {
        var end = row.count
        while end > 0, row[end - 1] == UInt8(ascii: " ") { end -= 1 }
        lines.append(String(decoding: row[..<end], as: UTF8.self))
    }
}
