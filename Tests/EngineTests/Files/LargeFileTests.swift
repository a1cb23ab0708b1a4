import Foundation
import MigrationDSL
import Migrator
import MigratorCore
import MigratorDatabase
import MigratorSources
import MigratorTestSupport
import Testing

/// Files of many statements.
struct LargeFileTests {
    private let folder = TemporaryFolder("large")
    private static let count = Rounds.count(reduced: 4_000, full: 20_000)

    /// Writes a file of INSERTs, some to a line, of which the one of a number is another.
    private func write(_ replaced: Int? = nil, by other: String = "", perLine: Int = 1) throws {
        var text = "-- revision: large\n-- upgrade\nCREATE TABLE things (id integer PRIMARY KEY, name text);\n"
        for number in 1...Self.count {
            text += number == replaced ? other : "INSERT INTO things VALUES (\(number), 'größe; \(number)');"
            text += number % perLine == 0 ? "\n" : " "
        }
        try folder.write("revisions/large.sql", text + "\n-- downgrade\nDROP TABLE things;\n")
    }

    private func with(
        _ kind: EventBench.Kind,
        _ body: (MigrationEngine, @escaping MigrationEngine.Connect) async throws -> Void
    ) async throws {
        let revisions = "\(folder.path)/revisions"
        try await PayloadBench(kind).withDatabase { connect in
            try await body(
                MigrationEngine(revisions: try RevisionHistory([.folder(revisions)]), connect: connect),
                connect
            )
        }
    }

    private func query(_ sql: String, _ connect: MigrationEngine.Connect) async throws -> [[DatabaseCell]] {
        let connection = try await connect()
        let rows = try await connection.query(sql).map(\.values)
        await connection.close()
        return rows
    }

    @Test(arguments: EventBench.Kind.there, [1, 7, LargeFileTests.count]) func allStatementsAreRun(
        _ kind: EventBench.Kind,
        perLine: Int
    ) async throws {
        try write(perLine: perLine)
        try await with(kind) { migrator, connect in
            let step = try #require(try await migrator.upgrade().steps.first)
            #expect(step.statements == Self.count + 1)
            #expect(step.rows == Self.count)
            let rows = try await query("SELECT count(*) FROM things WHERE id <= \(Self.count)", connect)
            #expect(rows == [[.int(Int64(Self.count))]])
            // What the journal remembers does not grow with the file.
            let journal = "SELECT length(CAST(operations AS TEXT)) FROM migrator_journal"
            let length = try #require(try await query(journal, connect).first?.first?.integer)
            #expect(length < 250_000)
            #expect(try await migrator.upgrade().steps.isEmpty)
            #expect(try await migrator.downgrade(to: "base").steps.count == 1)
        }
    }

    static let places = [1, 501, count / 5 * 3, count]

    @Test(arguments: EventBench.Kind.there, places) func anErrorNamesItsLine(
        _ kind: EventBench.Kind,
        number: Int
    ) async throws {
        try write(number, by: "  INSERT INTO thigns VALUES (1);")
        try await with(kind) { migrator, connect in
            let error = try await migratorError { try await migrator.upgrade() }
            #expect(error.code == .statementFailed)
            #expect(error.message.contains("INSERT INTO thigns"), "\(error)")
            #expect(error.location?.file.hasSuffix("large.sql") == true)
            #expect(error.location?.line == number + 3)
            #expect(error.location?.column == 3)
            #expect(try await query("SELECT count(*) FROM alembic_version", connect) == [[0]])
        }
    }

    @Test(arguments: EventBench.Kind.there) func theColumnIsCountedOnALongLine(_ kind: EventBench.Kind) async throws {
        try write(3, by: "INSERT INTO thigns VALUES (1);", perLine: Self.count)
        try await with(kind) { migrator, _ in
            let error = try await migratorError { try await migrator.upgrade() }
            #expect(error.location?.line == 4)
            #expect(error.location?.column == 1 + 2 * "INSERT INTO things VALUES (1, 'größe; 1'); ".count)
        }
    }

    @Test(arguments: EventBench.Kind.there) func anInterruptStopsItInTheMiddle(_ kind: EventBench.Kind) async throws {
        try write()
        try await with(kind) { migrator, connect in
            let begun = Gate()
            let run = Task {
                try await migrator.upgrade { event in
                    if case .stepBegan = event { begun.open() }
                }
            }
            await begun.pass()
            run.cancel()
            await #expect(throws: CancellationError.self) { try await run.value }
            let rows = try await query("SELECT count(*) FROM alembic_version", connect)
            #expect(rows == [[0]])
            #expect(try await migrator.upgrade().steps.count == 1)
        }
    }

    @Test(arguments: EventBench.Kind.there) func anotherSpellingOfALargeFileIsNoEdit(
        _ kind: EventBench.Kind
    ) async throws {
        try write()
        try await with(kind) { migrator, connect in
            try await migrator.upgrade()
            let path = "\(folder.path)/revisions/large.sql"
            let text = try String(contentsOfFile: path, encoding: .utf8)
            let spelt = text.replacing("INSERT INTO things VALUES", with: "insert into \"things\" Values")
            try folder.write("revisions/large.sql", spelt)
            let history = try RevisionHistory([.folder("\(folder.path)/revisions")])
            #expect(try await MigrationEngine(revisions: history, connect: connect).upgrade().steps.isEmpty)

            let last = "röße; \(Self.count - 1)'"
            try folder.write("revisions/large.sql", spelt.replacing("g\(last)", with: "G\(last)"))
            let edited = try RevisionHistory([.folder("\(folder.path)/revisions")])
            let error = try await migratorError {
                try await MigrationEngine(revisions: edited, connect: connect).upgrade()
            }
            #expect(error.code == .checksumMismatch)
            #expect(error.message.contains("'\(Self.count - 998) operations more' is not what it was"), "\(error)")
        }
    }
}

extension DatabaseCell {
    fileprivate var integer: Int? { Int(databaseCell: self) }
}
