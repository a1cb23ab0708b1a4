import Foundation
import MigratorTestSupport
import Testing

/// Payloads and status from the cache, as the program uses them.
struct PayloadCacheToolTests {
    private let folder = TemporaryFolder("payload-cache")

    private func tool(_ more: [String: String] = [:]) -> Tool {
        let environment = [
            "DATABASE_URL": "sqlite:t.db", "MIGRATOR_REVISIONS": "revisions", "REDIS_ENABLED": "false",
            "CACHE_FALLBACK": "disk",
        ]
        return Tool(in: folder.path, environment: environment.merging(more) { $1 })
    }

    init() throws {
        try folder.write(
            "revisions/1.sql",
            """
            -- revision: aaaa
            -- upgrade
            CREATE TABLE a (id INTEGER PRIMARY KEY, name TEXT NOT NULL, at TIMESTAMP, weight REAL);
            -- bulk-insert into a from rows.csv
            -- downgrade
            DROP TABLE a;
            """
        )
        var text = "id,name,at,weight\n"
        for row in 1...20_000 { text += "\(row),\"the name of \(row)\",2026-01-01T12:00:00Z,\(Double(row) / 3)\n" }
        try folder.write("revisions/rows.csv", text)
    }

    private func upgrade(_ arguments: String...) throws -> [String: Any] {
        try? FileManager.default.removeItem(atPath: "\(folder.path)/t.db")
        let result = try tool().run(["upgrade", "head", "--format", "json", "-v"] + arguments)
        #expect(result.status == 0, "\(result.errors)")
        let payloads = try result.json()["payloads"] as? [[String: Any]]
        return try #require(payloads?.first)
    }

    @Test func theNextRunOnThisMachineNeedNotParse() throws {
        // Making takes longer than storing, unless the machine is busy with something else.
        var cold: [String: Any] = [:]
        for _ in 0..<5 {
            cold = try upgrade()
            if cold["kept"] as? Bool == true { break }
            try? FileManager.default.removeItem(atPath: "\(folder.path)/.cache/values")
        }
        #expect(cold["from"] as? String == "made" && cold["kept"] as? Bool == true, "\(cold)")
        let warm = try upgrade()
        #expect(warm["from"] as? String == "disk" && warm["rows"] as? Int == 20_000)
        #expect(try upgrade("--no-cache")["from"] as? String == "made")
    }

    @Test func theAnswerSaysNothingOfPayloadsUnlessAsked() throws {
        let result = try tool().run("upgrade", "head", "--format", "json")
        #expect(try result.json()["payloads"] == nil)
    }

    @Test func currentCanAnswerFromTheCache() throws {
        let nothing = try tool().run("current", "--cached", "--format", "json").json()
        #expect(nothing["source"] as? String == "database" && nothing["age_ms"] == nil)
        _ = try upgrade()
        let cached = try tool().run("current", "--cached", "--format", "json").json()
        #expect(cached["source"] as? String == "cache" && cached["age_ms"] is Int)
        #expect(cached["heads"] as? [String] == ["aaaa"] && cached["at_head"] as? Bool == true)
        let text = try tool().run("current", "--cached")
        #expect(text.output.contains("ago:\n") && text.output.hasSuffix("aaaa (head)\n"), "\(text)")
        #expect(try tool().run("downgrade", "base").status == 0)
        let after = try tool().run("current", "--cached", "--format", "json").json()
        #expect(after["source"] as? String == "cache" && (after["heads"] as? [String])?.isEmpty == true)
        let asked = try tool().run("current", "--cached", "--no-cache", "--format", "json").json()
        #expect(asked["source"] as? String == "database")
    }

    @Test func aBuildCanFillTheCacheBeforeThereIsADatabase() throws {
        let warmed = try tool().run("cache", "warm", "alembic_data", "--format", "json")
        #expect(warmed.status == 0, "\(warmed.errors)")
        let payloads = try #require(try warmed.json()["payloads"] as? [[String: Any]])
        #expect(payloads.first?["payload"] as? String == "rows.csv" && payloads.first?["rows"] as? Int == 20_000)
        #expect(!FileManager.default.fileExists(atPath: "\(folder.path)/t.db"))
        let again = try tool().run("cache", "warm", "alembic_data")
        #expect(again.status == 0 && (again.output + again.errors).contains("rows.csv"), "\(again)")
    }
}
