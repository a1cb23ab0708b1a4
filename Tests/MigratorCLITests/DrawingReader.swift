/// Reads a drawing back: follows the lines from each revision to those below, as an eye would.
struct DrawingReader {
    private(set) var edges: Set<String> = []
    /// Whose lines run down in each column.
    private var lanes: [Set<String>] = []
    private var last = ""
    private var lastColumn = 0

    init(_ lines: [String]) {
        var rest = lines.map(Array.init)[...]
        while let row = rest.popFirst() {
            if let column = row.firstIndex(of: "*") {
                readNode(row, column / 2)
            } else if let fork = row.firstIndex(of: "\\") {
                lanes.insert([last], at: fork / 2 + 1)
            } else if let slash = row.firstIndex(of: "/") {
                readSlash(row, slash, &rest)
            } else {
                lanes.removeSubrange((row.count + 1) / 2..<lanes.count)
            }
        }
    }

    private mutating func readNode(_ row: [Character], _ column: Int) {
        // Columns are single characters apart; the name follows the last of them.
        var count = 0
        while 2 * count < row.count, row[2 * count] == "|" || row[2 * count] == "*" { count += 1 }
        // A base in the last column leaves nothing to draw.
        if count < lanes.count { lanes.removeSubrange(count..<lanes.count) }
        if column == lanes.count { lanes.append([]) }
        last = row.split(separator: " ").last.map { String($0) } ?? ""
        for above in lanes[column] { edges.insert("\(above) \(last)") }
        lanes[column] = [last]
        lastColumn = column
    }

    private mutating func readSlash(_ row: [Character], _ slash: Int, _ rest: inout ArraySlice<[Character]>) {
        if slash == 2 * lastColumn + 1, row[slash - 1] == " " {
            lanes.remove(at: lastColumn)
            return
        }
        let right = (slash + 1) / 2
        var left = right - 1
        if let next = rest.first, let end = next.firstIndex(of: "/"), next.count > end + 1, next[end + 1] == "|",
            !next.contains("*")
        {
            left = (end - 1) / 2
            rest.removeFirst()
        }
        lanes[left].formUnion(lanes[right])
        lanes.remove(at: right)
    }
}
