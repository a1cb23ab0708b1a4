import MigratorDatabase

extension DriverConformance.Session {
    func rowCount(on connection: (any DatabaseConnection)? = nil) async throws -> Int {
        try await (connection ?? self.connection).query("SELECT id FROM \(table)").count
    }
}

extension DriverConformance {
    static let transactions: [Named] = [
        (
            "a commit is seen by others, a rollback by none",
            { session in
                let connection = session.connection
                try await session.create("id bigint")
                try await connection.begin()
                try await expectState(true, of: connection)
                try await connection.execute("INSERT INTO \(session.table) VALUES (1)")
                try await connection.commit()
                try await expectState(false, of: connection)
                try await connection.begin()
                try await connection.execute("INSERT INTO \(session.table) VALUES (2)")
                try await connection.execute("ALTER TABLE \(session.table) ADD COLUMN more \(session.dialect.textType)")
                try await connection.rollback()
                try await expectState(false, of: connection)
                let other = try await session.connect()
                let count = try await session.rowCount(on: other)
                let columns = try await other.columns(of: TableName(session.table)).map(\.name)
                await other.close()
                try expectEqual(count, 1, "rows that another connection sees")
                try expectEqual(columns, ["id"], "columns after a rollback")
            }
        ),
        (
            "a transaction is refused where it does not belong",
            { session in
                let connection = session.connection
                try await connection.rollback()
                try await expectError(.wrongTransactionState, from: "a commit without a transaction") {
                    try await connection.commit()
                }
                try await connection.begin()
                try await expectError(.wrongTransactionState, from: "a transaction in a transaction") {
                    try await connection.begin()
                }
                try await connection.rollback()
                try await connection.begin()
                try await connection.commit()
            }
        ),
        (
            "a transaction can be undone after an error",
            { session in
                let connection = session.connection
                try await session.create("id bigint UNIQUE")
                try await connection.begin()
                try await connection.execute("INSERT INTO \(session.table) VALUES (1)")
                try await expectError(.uniqueViolation, from: "a row twice") {
                    try await connection.execute("INSERT INTO \(session.table) VALUES (1)")
                }
                try await expectState(true, of: connection)
                try await connection.rollback()
                try expectEqual(try await session.rowCount(), 0, "rows after a rollback")
            }
        ),
        (
            "closing undoes the open transaction",
            { session in
                try await session.create("id bigint")
                let other = try await session.connect()
                try await other.begin()
                try await other.execute("INSERT INTO \(session.table) VALUES (1)")
                await other.close()
                try await session.connection.begin()
                try expectEqual(try await session.rowCount(), 0, "rows of a closed connection")
                try await session.connection.rollback()
            }
        ),
    ]

    private static func expectState(_ isOpen: Bool, of connection: any DatabaseConnection) async throws {
        try expectEqual(await connection.isInTransaction, isOpen, "isInTransaction")
    }
}
