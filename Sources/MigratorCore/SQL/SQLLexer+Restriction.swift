extension SQLLexer {
    /// Steps over the lines `\restrict TOKEN` and `\unrestrict TOKEN` that come next, and the white space before them.
    ///
    /// pg_dump writes one at the top of a dump and one at its end, from 15.14 and 17.6 on. To psql they say that what
    /// stands between is no command of its own; to all others they say nothing.
    mutating func skipRestrictions() {
        while true {
            var line = position
            while line < end, bytes[line].isSQLSpace { line += 1 }
            guard line < end, line == 0 || bytes[line - 1] == 0x0A else { return }
            let lineEnd = bytes[line..<end].firstIndex(of: 0x0A) ?? end
            guard bytes[line..<lineEnd].isRestriction else { return }
            position = lineEnd
        }
    }
}

extension ArraySlice<UInt8> {
    /// Whether a line is a command of psql by which pg_dump begins or ends a dump.
    fileprivate var isRestriction: Bool {
        for command in ["\\restrict ", "\\unrestrict "] where starts(with: command.utf8) {
            var token = dropFirst(command.utf8.count)
            while let last = token.last, last.isSQLSpace { token.removeLast() }
            return !token.isEmpty && token.allSatisfy { $0.isSQLDigit || $0.isSQLLetter }
        }
        return false
    }
}
