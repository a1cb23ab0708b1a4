import CacheTestKit
import MigrationDSL
import Migrator
import MigratorDatabase
import MigratorTestSupport
import Testing

extension PostgresTests {
    /// Whose answers of PostgreSQL are remembered.
    struct PostgresScratchMemoryTests {
        private let model = DeclaredSchema {
            Table("t") {
                Column("a", .integer)
                Check("(a)::text ~ similar_to_escape('[0-9]')", name: "c")
            }
        }

        /// Among the objects of a database that is there a text may be told less of.
        @Test func whatIsSaidInADatabaseThatIsThereIsNotRemembered() async throws {
            try await ScratchMemoryBench.with(.postgres) { bench in
                let role = "memory_\(UInt32.random(in: 0 ... .max))"
                let owner = try await bench.open(nil)
                try await owner.execute("CREATE TABLE t (a integer, CONSTRAINT c CHECK (a::text SIMILAR TO '[0-9]'))")
                let name = try await owner.query("SELECT quote_ident(current_database()) AS name").first?["name"]
                guard case .text(let database)? = name else { throw DatabaseFailure(.other, "it has no name") }
                try await owner.execute("CREATE ROLE \(role)")
                try await owner.execute("GRANT CREATE ON DATABASE \(database) TO \(role)")
                func compare(as role: String?) async throws {
                    var engine = try bench.engine(bench.caches(), model: model)
                    engine.connectOther = { other in
                        let connection = try await bench.open(other)
                        if let role { try await connection.execute("SET ROLE \(role)") }
                        return connection
                    }
                    #expect(try await engine.diff(from: .database, to: .model).words == [])
                }
                func kept() -> [String] { bench.store.names.filter { $0.hasPrefix("alembic:") } }
                for _ in 0..<3 { try await compare(as: role) }
                #expect(kept() == [])
                // Other tests make roles on the same server, and then it is another one.
                try await poll(for: "that an answer is kept") {
                    try await compare(as: nil)
                    return !kept().isEmpty
                }
                try await owner.execute("DROP OWNED BY \(role)")
                try await owner.execute("DROP ROLE \(role)")
                await owner.close()
            }
        }
    }
}
