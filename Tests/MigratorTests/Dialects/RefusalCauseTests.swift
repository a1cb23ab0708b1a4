import MigratorDatabase
import MigratorDialects
import Testing

/// What a refusal lies in: the text, the role or the moment.
struct RefusalCauseTests {
    @Test(arguments: [
        ("42601", RefusalCause.text), ("42883", .text), ("42P17", .text), ("3F000", .text), ("22012", .text),
        ("23514", .text), ("0A000", .text), ("42501", .role), ("57014", .moment), ("53200", .moment),
        ("53100", .moment), ("55P03", .moment), ("40P01", .moment), ("58030", .moment), ("P0001", .moment),
    ])
    func postgresSaysItByTheState(_ state: String, _ cause: RefusalCause) {
        let dialect = PostgresDialect(isTransactional: true)
        #expect(dialect.cause(of: DatabaseFailure(.other, "refused", sqlState: state)) == cause)
        #expect(dialect.cause(of: DatabaseFailure(.syntax, "without a state")) == .moment)
    }

    @Test(arguments: [
        (DatabaseFailure.Code.syntax, "near \"x\": syntax error", RefusalCause.text),
        (.undefinedObject, "no such column: out of memory", .text), (.other, "misuse of aggregate: max()", .text),
        (.busy, "database is locked", .moment), (.diskFull, "full", .moment),
        (.timedOut, "it took too long", .moment), (.tooBig, "string or blob too big", .moment),
    ])
    func sqliteSaysItByTheCode(_ code: DatabaseFailure.Code, _ message: String, _ cause: RefusalCause) {
        let dialect = SQLiteDialect(isTransactional: true)
        #expect(dialect.cause(of: DatabaseFailure(code, message)) == cause)
        #expect(dialect.cause(of: DatabaseFailure(.other, "out of memory", resultCode: 7)) == .moment)
    }

    /// Of two causes the one counts that says less of the text.
    @Test func theMomentSaysLeast() {
        #expect(max(RefusalCause.text, .role) == .role)
        #expect(max(RefusalCause.moment, .role) == .moment)
    }
}
