import CacheBridge
import CacheSamples
import CacheTestKit
import MigrationDSL
import Migrator
import MigratorDatabase
import MigratorPostgres
import MigratorSQLite
import MigratorSources
import MigratorTestSupport
import Synchronization
import Testing

/// A folder of revisions with payloads, compiled ones beside it, and caches that databases share.
final class PayloadBench: Sendable {
    typealias Kind = EventBench.Kind

    let folder = TemporaryFolder("payloads")
    let store = InProcessStore(name: "redis")
    let kind: Kind
    /// How often the computed rows were made.
    static let computed = Counter()

    final class Counter: Sendable {
        private let count = Mutex(0)
        var value: Int { count.withLock { $0 } }
        func raise() { count.withLock { $0 += 1 } }
    }

    init(_ kind: Kind) throws {
        self.kind = kind
        try folder.write(
            "make.sql",
            """
            -- revision: make
            -- upgrade
            CREATE TABLE things (id integer NOT NULL, name varchar(40) NOT NULL, weight double precision, at timestamp,
                flag boolean NOT NULL, CONSTRAINT pk_things PRIMARY KEY (id));
            -- bulk-insert into things from things.csv
            -- downgrade
            DROP TABLE things;
            """
        )
        try write()
    }

    /// Writes the payload: more than is too small to be kept, in several batches.
    func write(rows: Int = 5000, named name: String = "thing") throws {
        var text = "id,name,weight,at,flag\n"
        for row in 1...rows {
            text += "\(row),\"\(name), number \(row)\",\(Double(row) / 8),2026-01-01 12:00:\(10 + row % 50),true\n"
        }
        try folder.write("things.csv", text)
    }

    struct Computed: Revision {
        static let id: RevisionID = "computed"
        static let parents: [RevisionID] = ["make"]

        func upgrade(_ op: Operations) {
            op.createTable("made") {
                Column("id", .integer).primaryKey()
                Column("name", .text).notNull()
            }
            op.bulkInsert(
                into: "made",
                from: .computed("squares") { _ in
                    PayloadBench.computed.raise()
                    return (1...300).map { ["id": .int(Int64($0)), "name": .text("\($0 * $0)")] as Row }
                }
            )
        }
    }

    var revisions: RevisionHistory {
        get throws {
            let entry = RevisionRegistry.Entry(Computed.self, file: "computed.swift", line: 1, message: "squares")
            let registry = RevisionRegistry(name: "Test", sourceFolder: folder.path, entries: [entry], payloads: [])
            return try RevisionHistory([.folder(folder.path), .compiled(registry)], remembersFolders: false)
        }
    }

    /// The engine's caches of a process of its own.
    func caches(
        target: String = "test",
        _ change: @escaping @Sendable (inout CacheConfiguration) -> Void = { _ in }
    ) -> EngineCaches {
        let store = store
        return EngineCaches(target: target, keepsAll: true) { fingerprint in
            var configuration = CacheConfiguration(
                fingerprint: fingerprint,
                namespaces: Namespace.samples,
                channel: .sample
            )
            configuration.namespaces = Namespace.migrations
            configuration.remote = store
            change(&configuration)
            return CoherentCache(configuration)
        }
    }

    /// Lends the way to an empty database to a body.
    func withDatabase<Result>(_ body: (@escaping MigrationEngine.Connect) async throws -> Result) async throws -> Result
    {
        switch kind {
        case .sqlite:
            let folder = TemporaryFolder("payloads-db")
            let path = "\(folder.path)/t.db"
            let result = try await body { try await SQLiteSession(SQLiteSessionConfiguration(path: path)) }
            withExtendedLifetime(folder) {}
            return result
        default:
            return try await PostgresServer.withDatabase { database in
                try await body { try await database.connect() }
            }
        }
    }

    /// What a run leaves in an empty database, row by row, and where its rows came from.
    func run(_ caches: EngineCaches?) async throws -> (rows: [[String]], origins: [String]) {
        try await withDatabase { connect in
            let migrator = MigrationEngine(
                revisions: try revisions,
                caches: MigratorCaches(engine: caches),
                connect: connect
            )
            let report = try await migrator.upgrade(to: "heads")
            let connection = try await connect()
            var rows: [[String]] = []
            for sql in ["SELECT * FROM things ORDER BY id", "SELECT * FROM made ORDER BY id"] {
                rows += try await connection.query(sql).map { $0.values.map { "\($0)" } }
            }
            // The journal knows the payload's digest, wherever the rows came from.
            let journal = "SELECT CAST(payloads AS VARCHAR) FROM migrator_journal ORDER BY id"
            let digests = try await connection.query(journal)
            await connection.close()
            return (rows + digests.map { $0.values.map { "\($0)" } }, report.payloads.map(\.origin.rawValue))
        }
    }

    /// The names of what lies in the store.
    func names() async throws -> [String] {
        var (names, cursor): ([String], RemotePage.Cursor?) = ([], nil)
        repeat {
            let page = try await store.page(of: "alembic_data:", after: cursor, head: 0)
            names += page.entries.map(\.name)
            cursor = page.next
        } while cursor != nil
        return names
    }
}
