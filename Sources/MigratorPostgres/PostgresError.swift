import CMigratorPostgres
import MigratorBlocking
import MigratorDatabase

extension DatabaseFailure {
    /// Reads the error of an answer; `location`, such as the row of a load, goes before the message.
    init(_ result: PostgresResult, on handle: PostgresHandle, statement: String?, location: String? = nil) {
        let state = result.field(.sqlState)
        guard !handle.isLost else {
            let said = result.field(.message) ?? PostgresText.line(result.errorText)
            self.init(
                .connectionLost,
                "the connection to the server is lost" + (said.isEmpty ? "" : ": \(said)"),
                statement: statement,
                sqlState: state
            )
            return
        }
        if state == "57014", handle.interrupter.isCancelled {
            self = .cancelled(statement)
            return
        }
        let said = result.field(.message) ?? PostgresText.line(result.errorText)
        // The server quotes values that it could not read, a malformed tsquery too; an error of the statement has a
        // position.
        let mayQuote = state?.hasPrefix("22") == true || (state == "42601" && result.field(.position) == nil)
        let withheld = mayQuote ? PostgresText.withoutQuotation(said) : said
        let code = Code(sqlState: state ?? "")
        let names = Self.detailWithoutValues(result)
        self.init(
            code,
            (location.map { $0 + ": " } ?? "") + withheld + (names.map { ": " + $0 } ?? ""),
            statement: statement,
            sqlState: state,
            constraint: result.field(.constraint) ?? (code == .notNullViolation ? result.field(.column) : nil),
            position: result.field(.position).flatMap { Int($0) },
            hint: result.field(.hint),
            detail: names != nil ? nil : result.field(.detail) ?? (withheld == said ? nil : said)
        )
    }

    /// The detail of an error about definitions, such as what depends on a table: it holds names, and no row's value.
    private static func detailWithoutValues(_ result: PostgresResult) -> String? {
        guard let state = result.field(.sqlState), statesWithoutValues.contains(state),
            let detail = result.field(.detail), !detail.isEmpty
        else { return nil }
        // The error of a procedure may have any text: its file is pl_exec.c or a like one, but none of the planner's.
        let file = result.field(.sourceFile) ?? "pl"
        guard !file.hasPrefix("pl") || file.hasPrefix("plan") else { return nil }
        return PostgresText.line(detail)
    }

    private static let statesWithoutValues: Set<String> = [
        "0A000", "25001", "2BP01", "2D000", "40P01", "42804", "42809", "42830", "42P16", "42P17", "55000", "55006",
        "55P04",
    ]

    /// Says that the task or the connection was told to stop.
    static func cancelled(_ statement: String? = nil) -> DatabaseFailure {
        DatabaseFailure(.cancelled, "the statement was interrupted", statement: statement, sqlState: "57014")
    }
}

extension DatabaseFailure.Code {
    /// Maps a SQLSTATE.
    ///
    /// https://www.postgresql.org/docs/15/errcodes-appendix.html
    init(sqlState: String) {
        if let known = Self.states[sqlState] {
            self = known
        } else {
            self = Self.classes[String(sqlState.prefix(2))] ?? .other
        }
    }

    private static let states: [String: DatabaseFailure.Code] = [
        // On a connection that lives it means a Bind with too many or too few values.
        "08P01": .wrongParameters, "42P02": .wrongParameters, "42P18": .wrongParameters,
        "0A000": .unsupported,
        "22P04": .syntax,
        "23502": .notNullViolation, "23503": .foreignKeyViolation, "23505": .uniqueViolation,
        "23514": .checkViolation, "23P01": .exclusionViolation,
        "25006": .readOnly, "2D000": .wrongTransactionState,
        "26000": .undefinedObject,
        "3D000": .undefinedObject, "3F000": .undefinedObject,
        "40001": .serializationFailure, "40P01": .deadlock, "40002": .constraintViolation,
        "42501": .permissionDenied, "42601": .syntax, "42804": .wrongType, "42846": .wrongType,
        "42P01": .undefinedObject, "42703": .undefinedObject, "42883": .undefinedObject, "42704": .undefinedObject,
        "42P07": .duplicateObject, "42701": .duplicateObject, "42710": .duplicateObject, "42P06": .duplicateObject,
        "42723": .duplicateObject, "42712": .duplicateObject, "42P04": .duplicateObject, "42P05": .duplicateObject,
        "53100": .diskFull, "53200": .tooBig, "55006": .busy, "55P03": .lockTimeout,
        "57P01": .connectionLost, "57P02": .connectionLost, "57P03": .connectionLost, "57P05": .connectionLost,
        "XX001": .corrupt, "XX002": .corrupt,
    ]

    private static let classes: [String: DatabaseFailure.Code] = [
        "08": .connectionLost, "0B": .wrongTransactionState, "22": .wrongType, "23": .constraintViolation,
        "25": .wrongTransactionState, "28": .authenticationFailed, "54": .tooBig, "58": .io,
    ]
}
