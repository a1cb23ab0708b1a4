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

/// An engine over files and revisions that counts how often an empty database is asked, and caches that engines share.
struct ScratchMemoryBench: Sendable {
    typealias Kind = EventBench.Kind

    let kind: Kind
    let folder = TemporaryFolder("memory")
    let store = InProcessStore(name: "redis")
    /// How often an empty database was asked for anything but what it is.
    let asked = PayloadBench.Counter()
    let server = Server()
    private let database: PostgresDatabase?

    /// What the server says of itself beside what it says.
    final class Server: Sendable {
        private let text = Mutex("")
        var version: String {
            get { text.withLock { $0 } }
            set { text.withLock { $0 = newValue } }
        }
    }

    private init(_ kind: Kind, _ database: PostgresDatabase?) {
        self.kind = kind
        self.database = database
    }

    static func with(_ kind: Kind, _ body: (ScratchMemoryBench) async throws -> Void) async throws {
        switch kind {
        case .sqlite: try await body(ScratchMemoryBench(kind, nil))
        case .postgres:
            try await PostgresServer.withDatabase { try await body(ScratchMemoryBench(kind, $0)) }
        }
    }

    /// A revision in SQL, with the one before it.
    func revision(_ id: String, after parent: String? = nil, _ upgrade: String) throws {
        let parents = parent.map { "-- parents: \($0)\n" } ?? ""
        try folder.write("revisions/\(id).sql", "-- revision: \(id)\n\(parents)-- upgrade\n\(upgrade)\n")
    }

    /// An engine of a process of its own, which reads the revisions anew.
    func engine(
        _ caches: EngineCaches?,
        compiled: RevisionRegistry? = nil,
        model: DeclaredSchema? = nil
    ) throws -> MigrationEngine {
        try folder.write("revisions/.keep", "")
        let revisions = try RevisionHistory(
            [.folder("\(folder.path)/revisions")] + (compiled.map { [.compiled($0)] } ?? []),
            remembersFolders: false
        )
        let bench = self
        var engine = MigrationEngine(revisions: revisions, caches: MigratorCaches(engine: caches)) {
            try await bench.open(nil)
        }
        engine.model = model
        engine.connectOther = { try await bench.open($0) }
        return engine
    }

    func open(_ other: OtherDatabase?) async throws -> any DatabaseConnection {
        guard let database else {
            let own = "\(folder.path)/own.db"
            let path = try other?.url.map { url throws(DatabaseFailure) in try DatabaseURL(url).location } ?? own
            let connection = try await SQLiteSession(SQLiteSessionConfiguration(path: path))
            return path == own ? connection : AskedConnection(connection, asked, server)
        }
        var configuration = try PostgresSessionConfiguration(connectionString: other?.url ?? database.url)
        if let name = other?.name { configuration.parameters["dbname"] = name }
        let session = try await PostgresSession(configuration)
        return other == nil ? session : AskedConnection(session, asked, server)
    }

    /// The engine's caches of a process of its own.
    func caches(
        _ change: @escaping @Sendable (inout CacheConfiguration) -> Void = { _ in }
    ) -> EngineCaches {
        let store = store
        return EngineCaches(target: "test") { fingerprint in
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

    /// Runs a body until it asks no empty database.
    ///
    /// Other tests make roles on the same server, and then it is another one.
    func pollUntilNothingIsAsked(_ body: () async throws -> Void) async throws {
        try await poll(for: "that nothing is asked") { try await !asks(body) }
    }

    /// Whether a body asks an empty database.
    func asks(_ body: () async throws -> Void) async throws -> Bool {
        let before = asked.value
        try await body()
        return asked.value > before
    }
}

/// A connection that counts what is asked, but for what the server is.
private final class AskedConnection: ConnectionWrapper {
    let base: any DatabaseConnection
    private let asked: PayloadBench.Counter
    private let server: ScratchMemoryBench.Server

    init(_ base: any DatabaseConnection, _ asked: PayloadBench.Counter, _ server: ScratchMemoryBench.Server) {
        self.base = base
        self.asked = asked
        self.server = server
    }

    func query(_ sql: String, _ parameters: [DatabaseCell]) async throws(DatabaseFailure) -> [DatabaseRow] {
        guard sql.contains("sqlite_source_id") || sql.contains("pg_available_extensions") else {
            asked.raise()
            return try await base.query(sql, parameters)
        }
        return try await base.query(sql, parameters).map { row in
            guard case .text(let first)? = row.values.first else { return row }
            return DatabaseRow(
                columns: row.columns,
                values: [.text(first + server.version)] + row.values.dropFirst()
            )
        }
    }

    func around<Result>(
        _ call: ConnectionCall,
        _ body: () async throws(DatabaseFailure) -> Result
    ) async throws(DatabaseFailure) -> Result {
        if case .close = call {} else { asked.raise() }
        return try await body()
    }
}
