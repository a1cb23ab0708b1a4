import CacheBridge
import CachedQueries
import ECSSchema
import Foundation
import MigratorDatabase
import MigratorPostgres

/// A Zipf mix of the schema's queries, asked by some readers at once.
enum MixBenchmark {
    static let readers = 4

    struct Figures: Codable {
        var questions: Int
        /// The mean response time.
        var microseconds: Double
        /// Queries that the database was asked.
        var queries: Int
        /// What the memory tier holds, by its own account.
        var memoryBytes: Int
    }

    static func run(_ mode: Mode, _ places: Places) async throws -> Figures {
        let questions = mode == .uncached || mode == .uncachedSQLite ? 20_000 : 200_000
        let pool = mode.pool(places, limit: readers)
        let mix = try await pool.withConnection { try await Mix($0) }
        let database = CachedDatabase.ecs(try await mode.configuration(places), connections: pool)
        let listening = mode == .memoryAndRedis ? try await database.listen() : nil
        let before = try await commits(places)
        let seconds = try await withThrowingTaskGroup(of: Double.self) { group in
            for reader in 0..<readers {
                group.addTask { try await ask(database, mix, questions / readers, seed: UInt64(reader + 1)) }
            }
            return try await group.reduce(0, +)
        }
        listening?.cancel()
        let statistics = database.cache.statistics
        // A server counts what a session did at its end.
        await pool.close()
        try await Task.sleep(for: .milliseconds(500))
        let loads = statistics.namespaces.values.reduce(0) { $0 + $1.loads }
        let queries =
            switch mode {
            case .uncachedSQLite: questions
            case .disk: loads
            default: try await commits(places) - before
            }
        return Figures(
            questions: questions,
            microseconds: seconds / Double(questions) * 1e6,
            queries: queries,
            memoryBytes: statistics.memoryBytes
        )
    }

    @concurrent
    private static func ask(
        _ database: CachedDatabase,
        _ mix: Mix,
        _ count: Int,
        seed: UInt64
    ) async throws -> Double {
        var random = SeededRandom(state: seed)
        let (zipf, spirits) = (Zipf(mix.agents.count, exponent: 1.1), Zipf(mix.spirits.count, exponent: 1))
        var spent = Duration.zero
        for _ in 0..<count {
            let (agent, spirit) = (zipf.rank(&random), spirits.rank(&random))
            let dice = Int.random(in: 0..<100, using: &random)
            let started = ContinuousClock.now
            try await mix.ask(database, agent, spirit, dice)
            spent += ContinuousClock.now - started
        }
        return spent / .seconds(1)
    }

    /// How many transactions the server has ended; each query is one.
    private static func commits(_ places: Places) async throws -> Int {
        let connection = try await PostgresSession(places.postgres)
        let sql = "SELECT xact_commit AS count FROM pg_stat_database WHERE datname = current_database()"
        let count: Int? = try await connection.query(sql).first?.get("count")
        await connection.close()
        return count ?? 0
    }
}
