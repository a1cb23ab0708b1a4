import CachedQueries
import ECSSchema
import Foundation

/// The ECS queries with every tier of the cache; prints figures as JSON for scripts/bench/cache.py.
///
///     ECSCacheBenchmark prepare FOLDER     makes the databases, and writes what the peers are to keep
///     ECSCacheBenchmark mix FOLDER MODE    asks the mix of questions
///     ECSCacheBenchmark hits FOLDER        asks one question again and again
@main enum ECSCacheBenchmark {
    static func main() async throws {
        let words = CommandLine.arguments.dropFirst()
        guard let verb = words.first, words.count >= 2 else { throw Unusable("prepare | mix | hits, and a folder") }
        let places = try Places(folder: words[words.startIndex + 1])
        switch verb {
        case "prepare":
            try await prepare(places.postgres)
            try await copy(places.postgres, to: places.sqlite)
            try await writeValues(places)
        case "mix":
            guard let mode = words.last.flatMap(Mode.init) else {
                throw Unusable("the mode is none of \(Mode.allCases.map(\.rawValue))")
            }
            try show(await MixBenchmark.run(mode, places))
        case "hits": try show(await HitBenchmark.run(places))
        default: throw Unusable("\(verb) is none of prepare, mix and hits")
        }
    }

    private static func show(_ figures: some Encodable) throws {
        print(String(decoding: try JSONEncoder().encode(figures), as: UTF8.self))
    }

    /// What the hits are measured with, as JSON.
    private static func writeValues(_ places: Places) async throws {
        let pool = Mode.uncached.pool(places, limit: 1)
        let database = CachedDatabase.ecs(try await Mode.uncached.configuration(places), connections: pool)
        let spirits = try await database.namingSpirits()
        let template = try await database.agentTemplate(spirit: "spirit1", style: "exo")
        await pool.close()
        try JSONEncoder().encode(spirits).write(to: URL(fileURLWithPath: "\(places.folder)/spirits.json"))
        try JSONEncoder().encode(template).write(to: URL(fileURLWithPath: "\(places.folder)/template.json"))
    }
}
