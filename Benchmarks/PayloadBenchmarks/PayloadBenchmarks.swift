import Benchmark
import BenchmarkSupport
import MigrationDSL
import Migrator
import MigratorSQLite

private let rowCount = 20_000
private let rowRate = BenchmarkMetric.figure("rows per second", .prefersLarger)
private let byteRate = BenchmarkMetric.figure("KB of payload per second", .prefersLarger)

let benchmarks: @Sendable () -> Void = {
    measure("json") { $0.json }
    measure("ndjson") { $0.ndjson }
    measure("csv") { $0.csv }
}

/// Measures a whole upgrade whose one revision makes a table and loads the rows into it.
private func measure(_ format: String, _ text: @escaping @Sendable (SpiritRows) -> String) {
    let folder = TemporaryFolder()
    Benchmark(
        "load \(rowCount) rows of \(format)",
        configuration: .measuring([rowRate, byteRate], seconds: 5)
    ) { (benchmark, load: Load) in
        let seconds = try await benchmark.time { try await load.run() }
        benchmark.measurement(rowRate, Int(Double(rowCount) / seconds))
        benchmark.measurement(byteRate, Int(Double(load.bytes) / 1000 / seconds))
    } setup: {
        try Load(text(SpiritRows(rowCount)), format, in: folder)
    } teardown: {
        folder.remove()
    }
}

/// A migrator of one revision that loads a payload into a database in memory, a new one each time.
private struct Load {
    let bytes: Int
    private let migrator: MigrationEngine

    init(_ payload: String, _ format: String, in folder: TemporaryFolder) throws {
        bytes = payload.utf8.count
        try folder.write("rows.\(format)", payload)
        try folder.write(
            "load.sql",
            """
            -- revision: load

            -- upgrade
            \(SpiritRows.table)
            -- bulk-insert into spirits from rows.\(format)

            """
        )
        migrator = MigrationEngine(revisions: try RevisionHistory([.folder(folder.path)], remembersFolders: false)) {
            try await SQLiteSession(SQLiteSessionConfiguration(path: ":memory:"))
        }
    }

    func run() async throws {
        let report = try await migrator.upgrade()
        let loaded = report.steps.reduce(0) { $0 + $1.rows }
        guard loaded == rowCount else { throw Missing(rows: rowCount - loaded) }
    }
}

/// Not all rows were loaded.
private struct Missing: Error {
    let rows: Int
}
