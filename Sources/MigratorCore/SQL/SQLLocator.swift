import MigrationDSL

/// Counts lines; quick when asked for ascending offsets.
struct SQLLocator {
    private let source: SQLSource
    private var line = 1
    private var lineStart = 0
    private var reached = 0

    init(_ source: SQLSource) {
        self.source = source
    }

    mutating func location(of offset: Int) -> SourceLocation {
        if offset < reached { self = SQLLocator(source) }
        let bytes = source.bytes
        let limit = min(offset, bytes.count)
        while reached < limit {
            if bytes[reached] == 0x0A {
                line += 1
                lineStart = reached + 1
            }
            reached += 1
        }
        return SourceLocation(file: source.file, line: line, column: bytes.text(lineStart..<limit).count + 1)
    }
}
