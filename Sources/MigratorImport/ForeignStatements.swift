import MigrationDSL
import MigratorCore
import MigratorDatabase
import MigratorSources
import MigratorSystem

/// The statements and the comments of a text, as one kind of database reads it.
struct ForeignStatements {
    struct Statement {
        /// From its first byte to behind its semicolon.
        let range: Range<Int>
        let lead: [String]
        let notable: Set<String>
        /// Whether it names the tool's own table.
        let namesOwnTable: Bool

        /// Why a revision cannot hold it, or `nil` if it can.
        func problem(isTransactional: Bool) -> String? {
            SQLStatementRules.problem(lead: lead, notable: notable, isTransactional: isTransactional)
        }
    }

    private(set) var statements: [Statement] = []
    /// Where comments begin that would say something to the engine.
    private(set) var speakingComments: [Int] = []

    /// Reads the text as the first kind of database that can, like a revision.
    ///
    /// `ownTable` is the name of the table in which the tool keeps what it has run.
    ///
    /// - Throws: What is wrong with it to the kind that came further.
    init(_ bytes: [UInt8], ownTable: String?) throws(SQLProblem) {
        var furthest: SQLProblem?
        for kind in RevisionDatabase.allCases.map(\.kind) {
            do throws(SQLProblem) {
                self = try Self(bytes, kind, ownTable)
                return
            } catch {
                if error.offset > furthest?.offset ?? -1 { furthest = error }
            }
        }
        throw furthest ?? SQLProblem(at: 0, "the text cannot be read")
    }

    private init(_ bytes: [UInt8], _ kind: DatabaseKind, _ ownTable: String?) throws(SQLProblem) {
        var lexer = SQLLexer(bytes, kind: kind)
        var boundary = SQLStatementBoundary()
        var namesOwnTable = false
        func close(_ end: Int) -> Statement? {
            guard let start = boundary.start else { return nil }
            let statement = Statement(
                range: start..<end,
                lead: boundary.lead,
                notable: boundary.notable,
                namesOwnTable: namesOwnTable
            )
            boundary.reset()
            namesOwnTable = false
            return statement
        }
        while let token = try lexer.next() {
            if token.isComment {
                if token.kind == .lineComment, !SQLComments.areSilent(token, in: bytes) {
                    speakingComments.append(token.start)
                }
                continue
            }
            if let ownTable, Self.isName(token, ownTable, in: bytes) { namesOwnTable = true }
            if boundary.take(token, in: bytes), let statement = close(token.end) { statements.append(statement) }
        }
        if let problem = boundary.unfinished { throw problem }
        if let last = close(boundary.end) { statements.append(last) }
    }

    /// The statements that open and end the transactions which hold all others; `nil` if one stands outside, or alone.
    ///
    /// Transactions that follow each other may as well be one, which is done whole or not at all.
    var wholeTransactions: [Range<Int>]? {
        var controls: [Range<Int>] = []
        var isOpen = false
        for statement in statements {
            if isControl(statement) {
                guard isOpen ? Self.commits(statement) : Self.opens(statement) else { return nil }
                isOpen.toggle()
                controls.append(statement.range)
            } else if !isOpen {
                // What is set before and after may as well be set within.
                guard ["pragma", "set"].contains(statement.lead.first) else { return nil }
            }
        }
        return isOpen || controls.isEmpty ? nil : controls
    }

    /// Whether a token is a name, with or without quotes; `name` is in small letters.
    private static func isName(_ token: SQLToken, _ name: String, in bytes: [UInt8]) -> Bool {
        switch token.kind {
        case .word: bytes.lowercasedText(token.start..<token.end).isExactly(name)
        case .quotedIdentifier: bytes.text(token.start + 1..<token.end - 1).isExactly(name)
        default: false
        }
    }

    private func isControl(_ statement: Statement) -> Bool {
        Self.opens(statement) || Self.commits(statement) || ["rollback", "abort"].contains(statement.lead.first)
    }

    private static func opens(_ statement: Statement) -> Bool {
        statement.lead.first == "begin" || statement.lead.starts(with: ["start", "transaction"])
    }

    private static func commits(_ statement: Statement) -> Bool {
        ["commit", "end"].contains(statement.lead.first) && !statement.lead.dropFirst().starts(with: ["prepared"])
    }
}
