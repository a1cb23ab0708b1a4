import MigratorDatabase
import MigratorSQLite
import Testing

private final class Numbers: BulkSource {
    private var batches: [[Double]]
    private let width: Int

    init(_ batches: [[Double]], width: Int = 1) {
        self.batches = batches
        self.width = width
    }

    func next(into batch: inout RowBatch) {
        guard !batches.isEmpty else { return }
        batch.columns = (0..<width).map { "c\($0)" }
        for number in batches.removeFirst() {
            for _ in 0..<width { batch.append(number) }
        }
    }

    func describe(row: Int) -> String { "row \(row + 1)" }
    func loaded(rows: Int) {}
}

@Suite struct SQLiteBulkLoadTests {
    @Test func aNotANumberIsRefusedByItsRow() async throws {
        let connection = try await openInMemory("CREATE TABLE t (c0 REAL)")
        for count in [10, 200] {
            var numbers = (0..<count).map(Double.init)
            numbers[7] = .nan
            let source = [numbers]
            try await connection.begin()
            let error = try await expectError(.unsupported) {
                _ = try await connection.bulkLoad(into: TableName("t"), from: Numbers(source), onConflict: .fail)
            }
            #expect(error.message == "row 8: SQLite has no NaN and would store a null")
            try await connection.rollback()
        }
    }

    @Test(arguments: [1, 49, 50, 51, 100, 149])
    func batchesOfAnySize(_ count: Int) async throws {
        let connection = try await openInMemory("CREATE TABLE t (c0 REAL)")
        let numbers = (0..<count).map(Double.init)
        try await connection.begin()
        let loaded = try await connection.bulkLoad(
            into: TableName("t", schema: "main"),
            from: Numbers([numbers, numbers]),
            onConflict: .fail
        )
        try await connection.commit()
        #expect(loaded == 2 * count)
        #expect(
            try await connection.column("SELECT c0 FROM t ORDER BY rowid") == (numbers + numbers).map { .double($0) }
        )
    }

    @Test func aTableOfManyColumns() async throws {
        let columns = (0..<2000).map { "c\($0) REAL" }.joined(separator: ", ")
        let connection = try await openInMemory("CREATE TABLE t (\(columns))")
        try await connection.begin()
        let source = Numbers([(0..<60).map(Double.init)], width: 2000)
        #expect(try await connection.bulkLoad(into: TableName("t"), from: source, onConflict: .fail) == 60)
        try await connection.commit()
    }

    @Test func aConstraintThatEndsTheTransactionEndsTheLoad() async throws {
        let connection = try await openInMemory("CREATE TABLE t (c0 REAL UNIQUE ON CONFLICT ROLLBACK)")
        try await connection.begin()
        try await expectError(.uniqueViolation) {
            let numbers = (0..<60).map { Double($0 % 59) }
            _ = try await connection.bulkLoad(
                into: TableName("t"),
                from: Numbers([numbers + numbers]),
                onConflict: .fail
            )
        }
        try await connection.rollback()
        #expect(try await connection.column("SELECT count(*) FROM t") == [0])
    }
}
