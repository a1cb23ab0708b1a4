import MigrationDSL
import MigratorDatabase
import MigratorDialects

extension StepWorker {
    /// Does all the work of a step in its transaction; statements that follow each other go to the connection together.
    ///
    /// - Throws: As ``perform(_:)``.
    mutating func perform(all work: StepWork) async throws {
        var gathered = Statements()
        for position in work.indices {
            if let sql = work.statement(at: position), mayBeGathered(sql) {
                gathered.append(sql, of: position, changesRows: true)
            } else {
                let (operation, items) = (work[position].operation, work[position].items)
                for item in items {
                    if case .statement(let sql) = item, mayBeGathered(sql.text), mayBeGathered(operation) {
                        gathered.append(sql.text, of: position, changesRows: operation.touched.data)
                    } else {
                        try await run(&gathered, of: work)
                        try await perform(item, of: operation, inTransaction: true)
                    }
                }
            }
            if gathered.isFull { try await run(&gathered, of: work) }
        }
        try await run(&gathered, of: work)
    }

    /// Whether nothing has to be looked up before a statement is run.
    private func mayBeGathered(_ sql: String) -> Bool {
        run.context.dialect.inquiry(before: sql) == nil
    }

    /// Whether no name of an operation has to be looked up before it is run.
    private func mayBeGathered(_ operation: Operation) -> Bool {
        guard !run.context.dialect.refusesUnknownNames else { return true }
        if operation.details is ExecuteSQL { return true }
        return false
    }

    private mutating func run(_ gathered: inout Statements, of work: StepWork) async throws {
        let batch = gathered
        gathered = Statements()
        guard !batch.texts.isEmpty else { return }
        let done = await connection.execute(inOrder: batch.texts)
        for (changed, counts) in zip(done.changes, batch.changesRows) where counts { rows += changed }
        statements += done.changes.count
        if let failure = done.failure {
            statements += 1
            let operation = work[batch.positions[done.changes.count]].operation
            throw OperationFailure(operation, cause: failure)
        }
        let isWhole = done.changes.count == batch.texts.count
        guard isWhole, await connection.isInTransaction else {
            let operation = work[batch.positions[max(0, done.changes.count - 1)]].operation
            throw OperationFailure(operation, cause: Self.endedTransaction)
        }
    }

    /// Statements that were gathered, and whose they are.
    private struct Statements {
        private(set) var texts: [String] = []
        /// Whose each is, by its place in the work.
        private(set) var positions: [Int] = []
        private(set) var changesRows: [Bool] = []
        private var bytes = 0

        /// Enough to make the way to the connection's thread and back cheap.
        var isFull: Bool { texts.count >= 500 || bytes >= 1 << 20 }

        mutating func append(_ sql: String, of position: Int, changesRows: Bool) {
            texts.append(sql)
            positions.append(position)
            self.changesRows.append(changesRows)
            bytes += sql.utf8.count
        }
    }
}
