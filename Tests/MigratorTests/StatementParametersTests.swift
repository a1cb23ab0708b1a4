import MigratorDatabase
import MigratorDialects
import Testing

@testable import Migrator
@testable import MigratorCore

/// Parameters of a closure's statement, as each database is told them.
struct StatementParametersTests {
    static let cases: [(sql: String, count: Int, sqlite: String, postgres: String)] = [
        ("a = $2 AND b = $1", 2, "a = ?2 AND b = ?1", "a = $2 AND b = $1"),
        ("a = $1 OR b=$1", 1, "a = ?1 OR b=?1", "a = $1 OR b=$1"),
        ("a=? AND b >? -- what?", 2, "a=?1 AND b >?2 -- what?", "a=$1 AND b >$2 -- what?"),
        ("VALUES (?,?)", 2, "VALUES (?1,?2)", "VALUES ($1,$2)"),
        ("a = ?2 AND b = ?1", 2, "a = ?2 AND b = ?1", "a = $2 AND b = $1"),
        ("a = '$2 ?' || $1", 1, "a = '$2 ?' || ?1", "a = '$2 ?' || $1"),
        (#"a = "$2" || $1"#, 1, #"a = "$2" || ?1"#, #"a = "$2" || $1"#),
        ("SELECT 1", 0, "SELECT 1", "SELECT 1"), ("a ? 'key'", 0, "a ? 'key'", "a ? 'key'"),
        ("$10 $9 $8 $7 $6 $5 $4 $3 $2 $1", 10, "?10 ?9 ?8 ?7 ?6 ?5 ?4 ?3 ?2 ?1", "$10 $9 $8 $7 $6 $5 $4 $3 $2 $1"),
    ]

    @Test(arguments: cases.indices)
    func parametersAreNumbered(_ index: Int) throws {
        let (sql, count, sqlite, postgres) = Self.cases[index]
        #expect(try StatementParameters.numbered(sql, count, for: SQLiteDialect(isTransactional: false)) == sqlite)
        #expect(try StatementParameters.numbered(sql, count, for: PostgresDialect(isTransactional: false)) == postgres)
    }

    @Test func anOperatorOfPostgresStaysOneBesideNumbers() throws {
        #expect(
            try StatementParameters.numbered("data ? $1 AND d ?| $2", 2, for: PostgresDialect(isTransactional: false))
                == "data ? $1 AND d ?| $2"
        )
    }

    @Test(arguments: [("a = $2", 1), ("a = $1", 2), ("a = $1 AND b = $3", 3), ("a = ?", 2), ("? = ?", 1), ("$0", 1)])
    func aMismatchIsAnError(_ sql: String, _ count: Int) {
        for kind in DatabaseKind.known {
            let error = #expect(throws: MigratorError.self) {
                try StatementParameters.numbered(sql, count, for: kind.dialect())
            }
            #expect(error?.message.contains("Write $1 for the first value") == true)
        }
    }

    @Test func bothSpellingsAtOnceAreAnError() {
        #expect(throws: MigratorError.self) {
            try StatementParameters.numbered("a = ? AND b = $1", 2, for: SQLiteDialect(isTransactional: false))
        }
        #expect(throws: MigratorError.self) {
            try StatementParameters.numbered("SELECT 1", 1, for: PostgresDialect(isTransactional: false))
        }
    }
}
