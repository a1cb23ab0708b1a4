import CMigratorPostgres
import MigratorDatabase

extension PostgresHandle {
    /// Runs one statement.
    func run(_ sql: String, _ parameters: [DatabaseCell] = []) throws(DatabaseFailure) -> PostgresResult {
        try answer(try send(sql, parameters), sql)
    }

    /// Runs one statement, drops the rows that it gives, and returns how many it changed.
    @discardableResult
    func change(_ sql: String, _ parameters: [DatabaseCell] = []) throws(DatabaseFailure) -> Int {
        let isSent = try send(sql, parameters)
        return try answer(isSent, sql, droppingRows: true).changes
    }

    private func send(_ sql: String, _ parameters: [DatabaseCell]) throws(DatabaseFailure) -> Int32 {
        try checkReady(sql)
        try check(sql)
        let values = try PostgresParameters(parameters, statement: sql)
        return values.withPointers { types, pointers, lengths, formats in
            PQsendQueryParams(connection, sql, values.count, types, pointers, lengths, formats, 0)
        }
    }

    /// Runs statements of the driver's own, and returns the answer to the last; gives up after a limit.
    @discardableResult
    func runScript(_ sql: String, within limit: Duration? = nil) throws(DatabaseFailure) -> PostgresResult {
        try checkReady(sql, within: limit)
        return try answer(PQsendQuery(connection, sql), sql)
    }

    func prepare(_ sql: String) throws(DatabaseFailure) -> PreparedStatement {
        try checkReady(sql)
        try check(sql)
        let name = Self.name(lastID + 1)
        _ = try answer(PQsendPrepare(connection, name, sql, 0, nil), sql)
        lastID += 1
        let description = try answer(PQsendDescribePrepared(connection, name), sql)
        let statement = PreparedStatement(id: lastID, sql: sql, parameterCount: description.parameterCount)
        prepared[lastID] = statement
        return statement
    }

    func run(_ statement: PreparedStatement, _ parameters: [DatabaseCell]) throws(DatabaseFailure) -> PostgresResult {
        try answer(try send(statement, parameters), statement.sql)
    }

    /// Runs it, drops the rows that it gives, and returns how many it changed.
    func change(_ statement: PreparedStatement, _ parameters: [DatabaseCell]) throws(DatabaseFailure) -> Int {
        let isSent = try send(statement, parameters)
        return try answer(isSent, statement.sql, droppingRows: true).changes
    }

    private func send(_ statement: PreparedStatement, _ parameters: [DatabaseCell]) throws(DatabaseFailure) -> Int32 {
        guard prepared[statement.id] == statement else {
            throw DatabaseFailure(
                .undefinedObject,
                "the prepared statement was discarded, or belongs to another connection",
                statement: statement.sql
            )
        }
        try checkReady(statement.sql)
        let values = try PostgresParameters(parameters, statement: statement.sql)
        let name = Self.name(statement.id)
        return values.withPointers { _, pointers, lengths, formats in
            PQsendQueryPrepared(connection, name, values.count, pointers, lengths, formats, 0)
        }
    }

    /// Has the server forget a prepared statement, or does so later when the transaction has failed.
    func discard(_ statement: PreparedStatement) {
        guard prepared[statement.id] == statement else { return }
        prepared[statement.id] = nil
        discarded.append(Self.name(statement.id))
        guard !isLost, !hasFailedTransaction else { return }
        let names = discarded
        discarded = []
        for name in names { _ = try? runScript("DEALLOCATE \(name)") }
    }

    private static func name(_ id: Int) -> String { "migrator_\(id)" }

    func check(_ sql: String) throws(DatabaseFailure) {
        guard !sql.utf8.contains(0) else {
            throw DatabaseFailure(.syntax, "the statement holds a zero byte", statement: sql)
        }
    }

    // MARK: Answers

    /// Waits for all answers to what was sent, and returns the last; of rows to be dropped none is held.
    func answer(
        _ isSent: Int32,
        _ statement: String,
        droppingRows: Bool = false
    ) throws(DatabaseFailure) -> PostgresResult {
        guard isSent != 0 else { throw sendingFailed(statement) }
        let droppingRows = droppingRows && PostgresText.mayGiveRows(statement)
        isRowByRow = droppingRows && PQsetSingleRowMode(connection) == 1
        try flush(statement)
        var last: PostgresResult?
        var failure: DatabaseFailure?
        while let result = try droppingRows ? nextResultWithoutRows(statement) : nextResult(statement) {
            switch result.status {
            case PGRES_COPY_IN, PGRES_COPY_OUT, PGRES_COPY_BOTH:
                let problem = "COPY from or to the client cannot be run as a statement"
                failure = DatabaseFailure(.unsupported, problem, statement: statement)
                try endCopy(result.status, statement)
            case PGRES_EMPTY_QUERY:
                failure = failure ?? DatabaseFailure(.syntax, "the statement is empty", statement: statement)
            case PGRES_COMMAND_OK, PGRES_TUPLES_OK, PGRES_SINGLE_TUPLE:
                last = result
            default:
                failure = failure ?? DatabaseFailure(result, on: self, statement: statement)
            }
        }
        if let failure { throw failure }
        guard let last else { throw lost(statement) }
        return last
    }

    func sendingFailed(_ statement: String) -> DatabaseFailure {
        guard !isLost else { return lost(statement) }
        let said = PQerrorMessage(connection).map { String(cString: $0) } ?? ""
        return DatabaseFailure(.other, PostgresText.line(said), statement: statement)
    }

    /// Ends a COPY that the driver did not start.
    private func endCopy(_ status: ExecStatusType, _ statement: String) throws(DatabaseFailure) {
        if status == PGRES_COPY_IN {
            try finishCopy(error: "not supported", statement)
            return
        }
        var data: UnsafeMutablePointer<CChar>?
        while true {
            let count = PQgetCopyData(connection, &data, 1)
            if count > 0 {
                PQfreemem(data)
            } else if count == 0 {
                try wait(statement)
                guard PQconsumeInput(connection) != 0 else { return }
            } else {
                return
            }
        }
    }

    /// Ends a COPY to the server, with an error that undoes it or without.
    func finishCopy(error: String? = nil, _ statement: String) throws(DatabaseFailure) {
        while true {
            switch PQputCopyEnd(connection, error) {
            case 0: try wait(toWrite: true, statement)
            case 1: return try flush(statement)
            default: throw sendingFailed(statement)
            }
        }
    }
}
