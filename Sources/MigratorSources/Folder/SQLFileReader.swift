import MigrationDSL
import MigratorCore
import MigratorDatabase

/// Reads a SQL revision in one pass: header, sections, statements and directives.
struct SQLFileReader {
    private let source: SQLSource
    private let bytes: [UInt8]
    private var lexer: SQLLexer
    private var header = SQLHeaderParser()
    private var boundary = SQLStatementBoundary()
    private var section: SQLSection?
    private var upgrade: SQLReading.Section?
    private var downgrade: SQLReading.Section?
    private var current = SQLReading.Section()
    /// The open statement's position in the frame.
    private var frameMark: Int?
    private var touches: (names: [TableName], offset: Int)?
    /// The last token that is no comment.
    private var before: SQLToken?

    private init(_ source: SQLSource, kind: DatabaseKind) {
        self.source = source
        bytes = source.bytes
        lexer = SQLLexer(bytes, kind: kind)
    }

    /// Reads the file as `kind` would.
    static func read(_ source: SQLSource, kind: DatabaseKind) throws(SQLProblem) -> SQLReading {
        var reader = SQLFileReader(source, kind: kind)
        return try reader.read()
    }

    private mutating func read() throws(SQLProblem) -> SQLReading {
        while let token = try lexer.next() {
            switch token.kind {
            case .blockComment:
                break
            case .lineComment:
                try take(comment: token)
            default:
                try take(sql: token)
            }
        }
        try closeSection(at: bytes.count)
        let finished = try header.finish(source)
        guard let upgrade else {
            guard !header.isRepeatable else { throw SQLProblem(at: bytes.count, "the file has no statement to run") }
            throw SQLProblem(
                at: bytes.count,
                "the file has no upgrade section; write '-- upgrade' alone on a line before its statements"
            )
        }
        try header.check(hasDowngrade: downgrade != nil)
        try header.check(variables: upgrade.variables + (downgrade?.variables ?? []))
        return SQLReading(header: finished, upgrade: upgrade, downgrade: downgrade, isAmbiguous: lexer.isAmbiguous)
    }

    private mutating func take(sql token: SQLToken) throws(SQLProblem) {
        // What is no revision has no sections: all of it is what is run.
        if section == nil, header.isRepeatable { try open(.upgrade, at: token.start) }
        guard section != nil else {
            throw SQLProblem(
                at: token.start,
                "SQL before the first section; write '-- upgrade' alone on a line before it"
            )
        }
        if boundary.start == nil, token.kind == .other, bytes[token.start] == UInt8(ascii: ".") {
            throw SQLProblem(at: token.start, "commands of the sqlite3 shell (.read, .import) are not SQL; remove this")
        }
        try takeVariable(token)
        if boundary.take(token, in: bytes) {
            try closeStatement()
            return
        }
        if let frameMark {
            current.frame.append(token, of: bytes, isFirst: current.frame.bytes.count == frameMark)
        } else {
            frameMark = current.frame.open(UInt8(ascii: "s"))
            current.frame.append(token, of: bytes, isFirst: true)
        }
    }

    /// Notes a variable; a file that uses none may say such text and mean something else.
    private mutating func takeVariable(_ token: SQLToken) throws(SQLProblem) {
        defer { before = token }
        guard !header.uses.isEmpty, let variable = SQLVariable(token, after: before, in: bytes) else { return }
        guard header.uses.contains(variable.name) else {
            throw SQLProblem(
                at: variable.range.lowerBound,
                "'\(variable.name)' is no variable of this file; '-- uses:' lists \(header.uses.joined(separator: ", "))"
            )
        }
        current.variables.append(variable)
    }

    private mutating func closeStatement() throws(SQLProblem) {
        defer { boundary.reset() }
        guard let start = boundary.start, let frameMark else { return }
        let refusal = SQLStatementRules.problem(
            lead: boundary.lead,
            notable: boundary.notable,
            isTransactional: header.isTransactional
        )
        if let refusal { throw SQLProblem(at: start, refusal) }
        current.frame.close(frameMark)
        current.items.append(.statement(start..<boundary.end, touches: touches?.names))
        self.frameMark = nil
        touches = nil
    }

    private mutating func take(comment token: SQLToken) throws(SQLProblem) {
        switch SQLLineComment(token, in: bytes) {
        case .plain:
            break
        case .section(let found):
            guard ownsLine(token), boundary.unfinished == nil else { return }
            guard !header.isRepeatable else {
                throw SQLProblem(at: token.start, "a repeatable file has no sections; remove this line")
            }
            try open(found, at: token.start)
        case .almostSection(let found):
            guard ownsLine(token), boundary.unfinished == nil else { return }
            throw SQLProblem(
                at: token.start,
                "this is no section line; write '-- \(found.rawValue)' and nothing else, or another comment"
            )
        case .field(let key, let value):
            if section == nil, ownsLine(token) { try header.take(key: key, value: value, in: bytes) }
        case .bulkInsert(let arguments):
            guard !header.isRepeatable else {
                throw SQLProblem(at: token.start, "a repeatable file loads no rows, which would be there twice")
            }
            try checkPosition(of: token, "bulk-insert")
            let insert = try SQLDirective.bulkInsert(arguments, in: bytes)
            try refuseOpenTouches()
            let mark = current.frame.open(UInt8(ascii: "b"))
            current.frame.append(insert.table.schema)
            current.frame.append(insert.table.name)
            current.frame.append(insert.path)
            current.frame.append(insert.format)
            current.frame.close(mark)
            current.items.append(.bulkInsert(insert, offset: token.start))
        case .touches(let names):
            if section == nil, header.isRepeatable { try open(.upgrade, at: token.start) }
            try checkPosition(of: token, "touches")
            try refuseOpenTouches()
            touches = (try SQLDirective.touches(names, in: bytes), token.start)
        }
    }

    private func checkPosition(of token: SQLToken, _ name: String) throws(SQLProblem) {
        guard ownsLine(token) else {
            throw SQLProblem(at: token.start, "'-- \(name)' stands on a line of its own")
        }
        guard section != nil else {
            throw SQLProblem(at: token.start, "'-- \(name)' stands within a section, after '-- upgrade'")
        }
        guard boundary.start == nil else {
            throw SQLProblem(at: token.start, "'-- \(name)' stands between statements; is a ; missing before it?")
        }
    }

    private func refuseOpenTouches() throws(SQLProblem) {
        guard let touches else { return }
        throw SQLProblem(at: touches.offset, "'-- touches' is about the statement after it, and none follows")
    }

    private mutating func open(_ found: SQLSection, at offset: Int) throws(SQLProblem) {
        try closeSection(at: offset)
        guard (found == .upgrade ? upgrade : downgrade) == nil else {
            throw SQLProblem(at: offset, "a second \(found.rawValue) section; keep one")
        }
        section = found
        current.range = offset..<bytes.count
        current.frame.reserve(bytes.count - offset + 64)
    }

    private mutating func closeSection(at end: Int) throws(SQLProblem) {
        if let problem = boundary.unfinished { throw problem }
        try closeStatement()
        try refuseOpenTouches()
        current.range = current.range.lowerBound..<max(current.range.lowerBound, end)
        switch section {
        case .upgrade: upgrade = current
        case .downgrade: downgrade = current
        case nil: break
        }
        current = SQLReading.Section()
    }

    /// Whether nothing but blanks stands before the token on its line.
    private func ownsLine(_ token: SQLToken) -> Bool {
        var index = token.start
        while index > 0 {
            let byte = bytes[index - 1]
            if byte == 0x0A { return true }
            guard byte.isSQLBlank else { return false }
            index -= 1
        }
        return true
    }
}
