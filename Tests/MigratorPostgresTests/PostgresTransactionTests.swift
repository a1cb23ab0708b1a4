import MigratorDatabase
import MigratorPostgres
import Testing

extension ServerTests {
    @Test
    func commitOfAFailedTransactionThrows() async throws {
        try await withConnection { connection in
            try await connection.begin()
            _ = try await databaseError { try await connection.execute("SELECT 1 / 0") }
            let next = try await databaseError { _ = try await connection.query("SELECT 1") }
            #expect(next.code == .wrongTransactionState)
            let commit = try await databaseError { try await connection.commit() }
            #expect(commit.code == .wrongTransactionState)
            #expect(await connection.isInTransaction)
            try await connection.rollback()
            #expect(await !connection.isInTransaction)
        }
    }

    @Test
    func deferredConstraintFailsTheCommit() async throws {
        try await withConnection { connection in
            try await connection.execute(
                "CREATE TEMP TABLE t (id int CONSTRAINT late UNIQUE DEFERRABLE INITIALLY DEFERRED)"
            )
            try await connection.begin()
            try await connection.execute("INSERT INTO t VALUES (1), (1)")
            let error = try await databaseError { try await connection.commit() }
            #expect(error.code == .uniqueViolation)
            #expect(error.constraint == "late")
            let next = try await databaseError { _ = try await connection.query("SELECT 1") }
            #expect(next.code == .wrongTransactionState)
            try await connection.rollback()
            #expect(try await connection.query("SELECT * FROM t").isEmpty)
        }
    }

    @Test
    func transactionEndedByAStatement() async throws {
        try await withConnection { connection in
            try await connection.begin()
            try await connection.execute("COMMIT")
            let error = try await databaseError { _ = try await connection.query("SELECT 1") }
            #expect(error.code == .wrongTransactionState)
            try await connection.rollback()
            _ = try await connection.query("SELECT 1")
        }
    }

    @Test
    func cancelInATransactionLeavesItToRollBack() async throws {
        try await withConnection { connection in
            for _ in 0..<20 {
                try await connection.begin()
                let sleeping = Task { _ = try await connection.query("SELECT pg_sleep(600)") }
                // At any moment: before the statement is sent, while it is, and while it runs.
                try await Task.sleep(for: .microseconds(.random(in: 0...2000)))
                sleeping.cancel()
                let error = try await databaseError { try await sleeping.value }
                #expect(error.code == .cancelled)
                try await connection.rollback()
                #expect(try await connection.query("SELECT 1 AS one").map(\.values) == [[1]])
            }
        }
    }

    @Test
    func cancelWhileWaitingForALock() async throws {
        try await withConnection { connection in
            try await withConnection { other in
                try await other.execute("SELECT pg_advisory_lock(4712)")
                let backend = try await connection.backend()
                let waiting = Task { try await connection.execute("SELECT pg_advisory_lock(4712)") }
                try await waitUntilLocksOut(backend)
                connection.cancel()
                let error = try await databaseError { _ = try await waiting.value }
                #expect(error.code == .cancelled)
            }
        }
    }
}
