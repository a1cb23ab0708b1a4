import CMigratorPostgres
public import MigratorDatabase

extension PostgresSession {
    /// Runs statements in one go, without waiting for an answer before the next is sent, and returns how many rows
    /// each changed, or gave.
    ///
    /// Outside a transaction they are one: after an error nothing of them is kept.
    /// - Throws: `DatabaseFailure` of the first statement that fails; those after it are not run.
    @discardableResult
    public func execute(
        pipelining statements: [(sql: String, parameters: [DatabaseCell])]
    ) async throws(DatabaseFailure) -> [Int] {
        try await interruptibly { handle throws(DatabaseFailure) in
            try handle.run(pipelining: statements) { $1.count }
        }
    }

    /// Runs statements in one go, and reads the rows of each: those of the first while the server is at the next.
    ///
    /// - Throws: As ``execute(pipelining:)``, or what `read` throws.
    public func query<Answer: Sendable>(
        pipelining statements: [(sql: String, parameters: [DatabaseCell])],
        _ read: @Sendable (Int, [DatabaseRow]) throws(DatabaseFailure) -> Answer
    ) async throws(DatabaseFailure) -> [Answer] {
        try await interruptibly { handle throws(DatabaseFailure) in
            try handle.run(pipelining: statements, flushing: true) { index, result throws(DatabaseFailure) in
                try read(index, result.rows())
            }
        }
    }

    /// Streams the rows of a query in COPY's binary format, whose header and trailer come as pieces as well.
    ///
    /// Memory is needed for one row. An error of the sink ends the stream, and passes through.
    /// - Returns: the number of rows.
    /// - Throws: `DatabaseFailure`, or an error of the sink.
    @discardableResult
    public func copyOut(
        _ query: String,
        to sink: sending (UnsafeRawBufferPointer) throws -> Void
    ) async throws -> Int {
        let outcome = try await interruptibly { handle throws(DatabaseFailure) in
            try handle.copyOut(query, to: sink)
        }
        return try outcome.get()
    }
}

extension PostgresHandle {
    /// Sends all, and reads each answer as it comes.
    ///
    /// With `flushing` the server sends each when it has it; else it may wait until it has all.
    func run<Answer>(
        pipelining statements: [(sql: String, parameters: [DatabaseCell])],
        flushing: Bool = false,
        _ read: (Int, PostgresResult) throws(DatabaseFailure) -> Answer
    ) throws(DatabaseFailure) -> [Answer] {
        guard !statements.isEmpty else { return [] }
        try checkReady(statements.first?.sql)
        // libpq leaves the first statement of a pipeline the way in which rows came before it.
        if isRowByRow { try runScript("SHOW server_version") }
        // Nothing is sent unless all can be.
        let values = try statements.map { statement throws(DatabaseFailure) in
            try check(statement.sql)
            // The server would take no offence, and keep what the others do.
            guard !PostgresText.isBlank(statement.sql) else {
                throw DatabaseFailure(.syntax, "the statement is empty", statement: statement.sql)
            }
            return try PostgresParameters(statement.parameters, statement: statement.sql)
        }
        guard PQenterPipelineMode(connection) == 1 else { throw sendingFailed(statements[0].sql) }
        var failure: DatabaseFailure?
        var sent = 0
        for (statement, values) in zip(statements, values) where failure == nil {
            let isSent = values.withPointers { types, pointers, lengths, formats in
                PQsendQueryParams(connection, statement.sql, values.count, types, pointers, lengths, formats, 0)
            }
            if isSent == 1, !flushing || PQsendFlushRequest(connection) == 1 {
                sent += 1
            } else {
                failure = sendingFailed(statement.sql)
            }
        }
        guard PQpipelineSync(connection) == 1 else { throw failure ?? lost(statements[0].sql) }
        try flush(nil)
        var answers: [Answer] = []
        for (index, statement) in statements.prefix(sent).enumerated() {
            while let result = try nextResult(statement.sql) {
                switch result.status {
                case PGRES_COMMAND_OK, PGRES_TUPLES_OK:
                    // The answers that follow are still to be fetched, even if these rows cannot be read.
                    guard failure == nil else { break }
                    do throws(DatabaseFailure) { answers.append(try read(index, result)) } catch { failure = error }
                case PGRES_PIPELINE_ABORTED: break
                case PGRES_EMPTY_QUERY:
                    failure = failure ?? DatabaseFailure(.syntax, "the statement is empty", statement: statement.sql)
                default: failure = failure ?? DatabaseFailure(result, on: self, statement: statement.sql)
                }
            }
            guard !isLost else { throw failure ?? lost(statement.sql) }
        }
        // The answer to the sync ends the pipeline.
        _ = try nextResult(nil)
        guard PQexitPipelineMode(connection) == 1 else { throw failure ?? lost(nil) }
        if let failure { throw failure }
        return answers
    }

    fileprivate func copyOut(
        _ query: String,
        to sink: (UnsafeRawBufferPointer) throws -> Void
    ) throws(DatabaseFailure) -> Result<Int, any Error> {
        let sql = "COPY (\(query)) TO STDOUT (FORMAT binary)"
        try checkReady(sql)
        try check(sql)
        guard PQsendQuery(connection, sql) != 0 else { throw sendingFailed(sql) }
        try flush(sql)
        var failure: DatabaseFailure?
        var outcome = Result<Int, any Error>.success(0)
        while let result = try nextResult(sql) {
            switch result.status {
            case PGRES_COPY_OUT: outcome = try passOn(to: sink, sql)
            case PGRES_COMMAND_OK: if case .success = outcome { outcome = .success(result.changes) }
            default: failure = failure ?? DatabaseFailure(result, on: self, statement: sql)
            }
        }
        // The sink's error comes first: it is why the server was told to stop.
        if case .failure = outcome { return outcome }
        if let failure { throw failure }
        return outcome
    }

    private func passOn(
        to sink: (UnsafeRawBufferPointer) throws -> Void,
        _ sql: String
    ) throws(DatabaseFailure) -> Result<Int, any Error> {
        var outcome = Result<Int, any Error>.success(0)
        while true {
            var data: UnsafeMutablePointer<CChar>?
            let count = PQgetCopyData(connection, &data, 1)
            if count == 0 {
                try wait(sql)
                guard PQconsumeInput(connection) != 0 else { return outcome }
                continue
            }
            guard count > 0, let data else { return outcome }
            if case .success = outcome {
                do {
                    try sink(UnsafeRawBufferPointer(start: data, count: Int(count)))
                } catch {
                    outcome = .failure(error)
                    requestCancel()
                }
            }
            PQfreemem(data)
        }
    }
}
