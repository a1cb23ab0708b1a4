public import MigratorDatabase
import MigratorSystem

extension SQLiteSession {
    /// Opens a transaction that holds the write lock from the start, so that no later statement can fail for it.
    ///
    /// - Throws: `DatabaseFailure` with code `.busy` if the lock was not to be had within the busy time-out.
    public func begin() async throws(DatabaseFailure) {
        try await interruptibly { handle throws(DatabaseFailure) in
            guard !handle.isInTransaction else {
                throw DatabaseFailure(.wrongTransactionState, "a transaction is open already")
            }
            _ = try self.rows("BEGIN IMMEDIATE", on: handle)
            self.hasBegun = true
            // Keys that match no index of their parent cannot be checked at all, and were not when they were made.
            if self.checksForeignKeys, self.knownOrphans == nil { self.knownOrphans = try? self.orphans(on: handle) }
        }
    }

    /// Makes the open transaction durable, unless it left rows that refer to none.
    ///
    /// Such rows that were there before the connection's first transaction are no error now: a database that was used
    /// without foreign keys has them.
    ///
    /// After an error the transaction is to be rolled back, except that a commit that was `.busy` may be tried again.
    public func commit() async throws(DatabaseFailure) {
        try await commit { handle throws(DatabaseFailure) in
            if let known = self.knownOrphans { try self.checkForeignKeys(on: handle, except: known) }
        }
    }

    /// Makes the open transaction durable, and leaves the check of foreign keys to the caller that has turned it off.
    public func commitUnchecked() async throws(DatabaseFailure) {
        try await commit { _ in }
    }

    private func commit(
        after check: (SQLiteHandle) throws(DatabaseFailure) -> Void
    ) async throws(DatabaseFailure) {
        try await interruptibly { handle throws(DatabaseFailure) in
            guard handle.isInTransaction else {
                throw DatabaseFailure(.wrongTransactionState, "no transaction is open")
            }
            try check(handle)
            _ = try self.rows("COMMIT", on: handle)
            self.hasBegun = false
        }
    }

    /// Undoes the open transaction; does nothing if none is open or SQLite has undone it by itself.
    ///
    /// Cannot be cancelled: a task that was cancelled still has to clean up.
    public func rollback() throws(DatabaseFailure) {
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
    /// - Throws: `DatabaseFailure` with code `.foreignKeyViolation` that names the first row without a counterpart.
    public func checkForeignKeys() async throws(DatabaseFailure) {
        try await interruptibly { handle throws(DatabaseFailure) in
            try self.checkForeignKeys(on: handle, except: [:])
        }
    }

    private func checkForeignKeys(on handle: SQLiteHandle, except known: [Orphan: Int]) throws(DatabaseFailure) {
        for (orphan, count) in try orphans(on: handle) where count > known[orphan, default: 0] {
            throw orphan.error
        }
    }

    /// The rows that refer to a row that does not exist, with their number where they cannot be told apart.
    private func orphans(on handle: SQLiteHandle) throws(DatabaseFailure) -> [Orphan: Int] {
        let keys = """
            SELECT EXISTS (
              SELECT 1 FROM pragma_table_list AS t, pragma_foreign_key_list(t.name, t.schema) WHERE t.type = 'table')
            """
        guard try rows(keys, on: handle) != [[.int(0)]] else { return [:] }
        var orphans: [Orphan: Int] = [:]
        for row in try rows("PRAGMA foreign_key_check", on: handle) { orphans[Orphan(row), default: 0] += 1 }
        return orphans
    }
}

/// A row that refers to a row that does not exist.
struct Orphan: Hashable {
    private let table: ExactText
    /// `nil` in a table WITHOUT ROWID.
    private let rowID: Int64?
    private let parent: ExactText

    /// Reads a row of `PRAGMA foreign_key_check`: table, rowid, parent, and the number of the key, which changes when
    /// another key is added or dropped.
    init(_ row: [DatabaseCell]) {
        table = ExactText(String(databaseCell: row[0]) ?? "")
        rowID = Int64(databaseCell: row[1])
        parent = ExactText(String(databaseCell: row[2]) ?? "")
    }

    var error: DatabaseFailure {
        DatabaseFailure(
            .foreignKeyViolation,
            "\(rowID.map { "the row with rowid \($0)" } ?? "a row") of table \(table.text) refers to a row of table "
                + "\(parent.text) that does not exist",
            statement: "PRAGMA foreign_key_check",
            hint: "PRAGMA foreign_key_check lists all such rows"
        )
    }
}
