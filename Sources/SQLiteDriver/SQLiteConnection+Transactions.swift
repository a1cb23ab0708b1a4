public import Database

extension SQLiteConnection {
    /// Opens a transaction that holds the write lock from the start, so that no later statement can fail for it.
    ///
    /// - Throws: `DatabaseError` with code `.busy` if the lock was not to be had within the busy time-out.
    public func begin() async throws(DatabaseError) {
        try await interruptibly { handle throws(DatabaseError) in
            guard !handle.isInTransaction else {
                throw DatabaseError(.wrongTransactionState, "a transaction is open already")
            }
            _ = try self.rows("BEGIN IMMEDIATE", on: handle)
            self.hasBegun = true
        }
    }

    /// Makes the open transaction durable, after ``checkForeignKeys()``.
    ///
    /// After an error the transaction is to be rolled back, except that a commit that was `.busy` may be tried again.
    public func commit() async throws(DatabaseError) {
        try await interruptibly { handle throws(DatabaseError) in
            guard handle.isInTransaction else {
                throw DatabaseError(.wrongTransactionState, "no transaction is open")
            }
            if self.checksForeignKeys { try self.checkForeignKeys(on: handle) }
            _ = try self.rows("COMMIT", on: handle)
            self.hasBegun = false
        }
    }

    /// Undoes the open transaction; does nothing if none is open or SQLite has undone it by itself.
    ///
    /// Cannot be cancelled: a task that was cancelled still has to clean up.
    public func rollback() throws(DatabaseError) {
        let handle = try openHandle()
        if handle.isInTransaction { _ = try rows("ROLLBACK", on: handle) }
        hasBegun = false
    }

    /// Whether a transaction is open, or was undone by an error and waits for ``rollback()``.
    public var isInTransaction: Bool {
        guard let handle = try? openHandle() else { return false }
        return hasBegun || handle.isInTransaction
    }

    /// Checks that each foreign key of the database finds its row, whether or not keys are being enforced.
    ///
    /// Reads each table that has foreign keys once, with a look-up for each of its rows: about a second for a
    /// million rows. Costs next to nothing in a database without foreign keys.
    /// - Throws: `DatabaseError` with code `.foreignKeyViolation` that names the first row without a counterpart.
    public func checkForeignKeys() async throws(DatabaseError) {
        try await interruptibly { handle throws(DatabaseError) in
            try self.checkForeignKeys(on: handle)
        }
    }

    private func checkForeignKeys(on handle: SQLiteHandle) throws(DatabaseError) {
        let keys = """
            SELECT EXISTS (
              SELECT 1 FROM pragma_table_list AS t, pragma_foreign_key_list(t.name, t.schema) WHERE t.type = 'table')
            """
        guard try rows(keys, on: handle) != [[.int(0)]] else { return }
        let check = try SQLiteStatement("PRAGMA foreign_key_check", on: handle.database)
        guard let orphan = try firstRow(of: check) else { return }
        // Columns: table, rowid (null in a table WITHOUT ROWID), parent, number of the key.
        let names = orphan.map { value in
            switch value {
            case .text(let name): name
            case .int(let number): String(number)
            default: ""
            }
        }
        let row = orphan[1] == .null ? "a row" : "the row with rowid \(names[1])"
        throw DatabaseError(
            .foreignKeyViolation,
            "\(row) of table \(names[0]) refers to a row of table \(names[2]) that does not exist",
            statement: check.sql,
            hint: "PRAGMA foreign_key_check lists all such rows"
        )
    }
}
