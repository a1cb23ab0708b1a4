import MigrationDSL
import MigratorCore
import MigratorDatabase
import MigratorGraph
import Testing

@testable import MigratorSources

/// Revisions in SQL whose text is part of the executable.
@Suite struct EmbeddedSQLTests {
    private static let first: StaticString = """
        -- revision: aaaa
        -- upgrade
        CREATE TABLE t (id integer);
        -- bulk-insert into t from payloads/t.csv
        -- downgrade
        DROP TABLE t;
        """

    private func registry(_ files: [(String, StaticString)]) -> RevisionRegistry {
        RevisionRegistry(
            name: "Shop",
            sourceFolder: "/built/elsewhere",
            entries: [],
            payloads: files.map { RevisionRegistry.EmbeddedPayload(path: $0.0, content: $0.1) }
        )
    }

    @Test func theyAreAHistoryWithoutAnyFile() throws {
        let history = try RevisionHistory([
            .compiled(
                registry([
                    ("2024/1.sql", Self.first), ("2024/payloads/t.csv", "id\n1\n"),
                    ("2.sql", "-- revision: bbbb\n-- parents: aaaa\n-- message: next\n-- upgrade\nSELECT 1;"),
                    ("views/v.sql", "-- repeatable\nSELECT 2;"), ("payloads/no.sql", "SELECT 3"),
                ])
            )
        ])
        #expect(history.graph.revisions.map(\.id) == ["aaaa", "bbbb"])
        #expect(history.repeatables.map(\.id) == ["repeatable:v"])
        let revision = try history.revision("aaaa")
        #expect(revision.node.source == SourceLocation(file: "/built/elsewhere/2024/1.sql", line: 1))
        let operations = try revision.operations(.upgrade, RevisionArguments(), tag: nil, for: .sqlite)
        #expect(operations.count == 2)
        guard case .embedded(let payload) = try revision.payloads.find("payloads/t.csv", preferred: nil) else {
            Issue.record("the payload is no part of the program")
            return
        }
        #expect(payload.path == "2024/payloads/t.csv")
        #expect(try history.revision("bbbb").whyIrreversible()?.contains("-- downgrade") == true)
    }

    @Test func theirChecksumsAreThoseOfTheFiles() throws {
        let embedded = try RevisionHistory([.compiled(registry([("1.sql", Self.first)]))]).revision("aaaa")
        let file = try SQLRevisionFile(path: "other.sql", contents: Self.first.withUTF8Buffer { Array($0) })
        #expect(try embedded.checksum(.upgrade) == file.upgradeDigest.description)
        #expect(try embedded.hasChecksum(file.upgradeDigest.description, .upgrade))
        #expect(try embedded.checksum(.downgrade) == file.downgradeDigest?.description)
    }

    @Test func anErrorNamesTheFileAsItWasBuilt() {
        let bad = registry([("a.sql", "-- revision: aaaa\n-- upgrade\nSELECT (1;\n")])
        let error = #expect(throws: MigratorError.self) { try RevisionHistory([.compiled(bad)]) }
        #expect(error?.location?.file == "/built/elsewhere/a.sql" && error?.location?.line == 3)
    }
}
