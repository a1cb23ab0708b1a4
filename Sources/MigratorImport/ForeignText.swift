import MigrationDSL
package import MigratorCore

/// Lines of a file of another tool, which know where they come from.
package struct ForeignText: Hashable, Sendable {
    /// One line, without its end.
    struct Line: Hashable, Sendable {
        let text: String
        /// The number in the file, from 1.
        let number: Int
    }

    /// The path of the file.
    package let file: String
    private(set) var lines: [Line]

    /// All of a file.
    init(_ file: ForeignFile) throws(MigratorError) {
        self.file = file.path
        let source = try SQLSource(file: file.path, contents: file.contents)
        var lines: [Line] = []
        var start = 0
        for (index, byte) in source.bytes.enumerated() where byte == 0x0A {
            lines.append(Line(text: source.bytes.text(start..<index), number: lines.count + 1))
            start = index + 1
        }
        if start < source.bytes.count {
            lines.append(Line(text: source.bytes.text(start..<source.bytes.count), number: lines.count + 1))
        }
        self.lines = lines
    }

    /// Some lines of a file.
    init(file: String, _ lines: [Line] = []) {
        self.file = file
        self.lines = lines
    }

    /// Text that lies in no file of the project; its lines are counted from 1.
    package init(file: String, text: String) throws(MigratorError) {
        try self.init(ForeignFile(path: file, contents: Array(text.utf8)))
    }

    /// The lines, each with its end.
    var bytes: [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(lines.reduce(0) { $0 + $1.text.utf8.count + 1 })
        for line in lines {
            bytes += line.text.utf8
            bytes.append(0x0A)
        }
        return bytes
    }

    /// The number in the file of a line of ``bytes``, from 1.
    func number(ofLine line: Int) -> Int {
        lines.indices.contains(line - 1) ? lines[line - 1].number : lines.last?.number ?? 1
    }

    mutating func append(_ line: Line) { lines.append(line) }
}

extension ForeignText.Line {
    /// Whether there is nothing on it but white space.
    var isBlank: Bool { text.utf8.allSatisfy(\.isSQLSpace) }

    /// Whether it is a comment.
    var isComment: Bool { Array(text.utf8.drop(while: \.isSQLSpace).prefix(2)) == [0x2D, 0x2D] }
}
