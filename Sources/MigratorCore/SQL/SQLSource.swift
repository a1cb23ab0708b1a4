package import MigrationDSL
import MigratorSystem

/// The text of one SQL file, checked to be UTF-8, without byte-order mark, with LF line ends.
///
/// CRLF is made LF everywhere, within strings too: line ends are those of a checkout, not of the data, and a revision
/// must run and check alike from any.
package struct SQLSource {
    package let file: String
    package let bytes: [UInt8]

    package init(file: String, contents: [UInt8]) throws(MigratorError) {
        self.file = file
        var bytes = contents
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes.removeFirst(3) }
        if bytes.contains(0x0D) {
            var kept: [UInt8] = []
            kept.reserveCapacity(bytes.count)
            for (index, byte) in bytes.enumerated() {
                if byte == 0x0D, index + 1 < bytes.count, bytes[index + 1] == 0x0A { continue }
                kept.append(byte)
            }
            bytes = kept
        }
        self.bytes = bytes
        if let problem = Self.encodingProblem(of: bytes) { throw error(problem) }
    }

    /// The place of a byte.
    func location(of offset: Int) -> SourceLocation {
        var locator = SQLLocator(self)
        return locator.location(of: offset)
    }

    /// The problem as an error of this file.
    package func error(_ problem: SQLProblem, revision: RevisionID? = nil) -> MigratorError {
        MigratorError(.invalidRevision, problem.message, revision: revision, location: location(of: problem.offset))
    }

    private static func encodingProblem(of bytes: [UInt8]) -> SQLProblem? {
        var index = 0
        while index < bytes.count {
            let lead = bytes[index]
            if lead &- 1 < 0x7F {
                index += 1
                continue
            }
            if lead == 0 {
                return SQLProblem(at: index, "a NUL byte, which no SQL text holds; save the file as UTF-8")
            }
            guard let length = UTF8Check.length(at: index, in: bytes) else {
                let hint = index == 0 && (lead == 0xFF || lead == 0xFE) ? " (it looks like UTF-16)" : ""
                return SQLProblem(at: index, "invalid UTF-8\(hint); save the file as UTF-8")
            }
            index += length
        }
        return nil
    }
}
