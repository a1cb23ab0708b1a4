import MigrationDSL
import MigratorCore
import MigratorDatabase
import MigratorSources

/// The statements and the comments of a text, as one kind of database reads it.
struct ForeignStatements {
    struct Statement {
        /// From its first byte to behind its semicolon.
        let range: Range<Int>
        let lead: [String]
        let notable: Set<String>

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
    /// - Throws: What is wrong with it to the kind that came further.
    init(_ bytes: [UInt8]) throws(SQLProblem) {
        var furthest: SQLProblem?
        for kind in RevisionDatabase.allCases.map(\.kind) {
            do throws(SQLProblem) {
                self = try Self(bytes, kind)
                return
            } catch {
                if error.offset > furthest?.offset ?? -1 { furthest = error }
            }
        }
        throw furthest ?? SQLProblem(at: 0, "the text cannot be read")
    }

    private init(_ bytes: [UInt8], _ kind: DatabaseKind) throws(SQLProblem) {
        var lexer = SQLLexer(bytes, kind: kind)
        var boundary = SQLStatementBoundary()
        func close(_ end: Int) -> Statement? {
            guard let start = boundary.start else { return nil }
            let statement = Statement(range: start..<end, lead: boundary.lead, notable: boundary.notable)
            boundary.reset()
            return statement
        }
        while let token = try lexer.next() {
            if token.isComment {
                if token.kind == .lineComment, !SQLComments.areSilent(token, in: bytes) {
                    speakingComments.append(token.start)
                }
            } else if boundary.take(token, in: bytes), let statement = close(token.end) {
                statements.append(statement)
            }
        }
        if let problem = boundary.unfinished { throw problem }
        if let last = close(boundary.end) { statements.append(last) }
    }

    /// The statements that open and end the one transaction around all others; `nil` if there is no such.
    var wholeTransaction: (opening: Statement, end: Statement)? {
        let controls = statements.indices.filter { isControl(statements[$0]) }
        guard controls.count == 2, let opening = controls.first, let end = controls.last else { return nil }
        guard Self.opens(statements[opening]), !Self.opens(statements[end]), Self.commits(statements[end]) else {
            return nil
        }
        // What is set before and after may as well be set within.
        let outside = statements[..<opening] + statements[(end + 1)...]
        guard outside.allSatisfy({ ["pragma", "set"].contains($0.lead.first) }) else { return nil }
        return (statements[opening], statements[end])
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
