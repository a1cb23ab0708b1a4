import Foundation
import MigratorCatalogue
import MigratorCore
import MigratorDatabase
import MigratorDialects
import MigratorPostgres
import MigratorSQLite
import MigratorSchema

import MigratorTestSupport
import Testing

/// Schemas made at random are written, and the SQL makes them.
@Suite struct GeneratedSchemaTests {
    private static let seeds = (0..<UInt64(Rounds.count(reduced: 4, full: 200))).map { Rounds.seed &* 1000 + $0 }

    private func schema(_ kind: DatabaseKind, _ seed: UInt64) -> Schema {
        var generator = SchemaGenerator(kind, seed: seed)
        return generator.schema()
    }

    @Test(arguments: seeds) func sqliteTakesWhatIsWritten(_ seed: UInt64) async throws {
        let source = SchemaText(schema(.sqlite, seed), try DatabaseKind.sqlite.dialect())
        let connection = try await SQLiteSession(SQLiteSessionConfiguration(path: ":memory:"))
        try await apply(try source.sql(), to: connection)
        await connection.close()
    }

    // One database after the other: a server takes so many connections and no more.
    @Test(.enabled(if: PostgresServer.isThere)) func postgresTakesWhatIsWritten() async throws {
        for seed in Self.seeds {
            let sql = try SchemaText(schema(.postgres, seed), try DatabaseKind.postgres.dialect()).sql()
            try await PostgresServer.withConnection { try await apply(sql, to: $0) }
        }
    }

    @Test(arguments: [DatabaseKind.postgres, .sqlite], seeds)
    func theOrderOfTheObjectsSaysNothing(_ kind: DatabaseKind, _ seed: UInt64) throws {
        let dialect = try kind.dialect()
        var schema = schema(kind, seed)
        let source = SchemaText(schema, dialect)
        var random = SeededRandom(seed)
        schema.objects.shuffle(using: &random)
        let other = SchemaText(schema, dialect)
        #expect(try source.sql() == other.sql())
        #expect(source.swift(named: "shop") == other.swift(named: "shop"))
        #expect(source.json() == other.json())
        #expect(source.json().isJSON)
    }

    @Test(arguments: [DatabaseKind.postgres, .sqlite], seeds)
    func noLineIsLongerThanItHasToBe(_ kind: DatabaseKind, _ seed: UInt64) throws {
        let text = SchemaText(schema(kind, seed), try kind.dialect()).swift(named: "shop")
        for line in text.split(separator: "\n") { #expect(line.count <= 110, "\(line)") }
    }

    private func apply(_ script: String, to connection: some DatabaseConnection) async throws {
        for statement in try StatementText.split(script, for: connection.kind, transactional: true) {
            do {
                try await connection.execute(statement, [])
            } catch {
                Issue.record("\(error)\n\(statement)")
                return
            }
        }
    }
}

extension String {
    fileprivate var isJSON: Bool {
        (try? JSONSerialization.jsonObject(with: Data(utf8))) != nil
    }
}
