import CacheBridge
import MigrationDSL
import MigratorCatalogue
import MigratorDatabase
import MigratorDialects
import MigratorSchema
import MigratorSystem

/// What empty databases were found to say, as the caches remember it.
///
/// These are the forms of texts, and the rows that schemas are read from.
///
/// A key is a digest of all that an answer follows from: of what is asked and run, and of the server with all that a new
/// database has from it. What may be another each time has no key and is not remembered. So nothing is invalidated, and
/// an answer from here is the one that an empty database would give.
actor ScratchMemory {
    /// Raise it when what is asked of an empty database, or how it is kept, becomes another.
    private static let version = 1

    private let cache: CoherentCache
    private let dialect: any Dialect
    private let connect: @Sendable () async throws -> any DatabaseConnection
    /// What the server is, once it was asked.
    private var server: Task<[String]?, Never>?

    /// Creates it; `nil` where there is no cache, or nowhere an empty database.
    ///
    /// - Parameters:
    ///   - engine: Has the caches, and opens databases.
    ///   - dialect: The dialect of the empty databases.
    ///   - url: The URL of the server on which they are made; `nil` for that of the engine's own database.
    init?(_ engine: MigrationEngine, _ dialect: any Dialect, on url: String?) {
        guard let caches = engine.caches.engine, caches.isShared || caches.keepsInMemory,
            let connectOther = engine.connectOther
        else { return nil }
        let place: OtherDatabase
        switch dialect.scratchKinds.first(where: \.runsAnySQL) {
        case .memory(let url): place = OtherDatabase(url: url)
        case .database: place = OtherDatabase(url: url)
        // What lies among other objects may say less than an empty database.
        case .schemas, .temporary, nil: return nil
        }
        cache = caches.general
        self.dialect = dialect
        connect = { try await connectOther(place) }
    }

    // MARK: Keys

    /// Where an answer lies that follows from these parts; `nil` if the server cannot be told from others.
    private func key(_ kind: String, _ parts: [String]) async -> CacheKey? {
        guard let server = await identity() else { return nil }
        let digest = Digest.hex(Digest.sha256(ofParts: [kind] + server + parts))
        return CacheKey([digest], in: .alembic, shape: RecordShape(kind, version: Self.version))
    }

    private func identity() async -> [String]? {
        if let server { return await server.value }
        let asking = asking()
        server = asking
        return await asking.value
    }

    /// Whether the server is the one that it was when the first key was made.
    ///
    /// What was found on an empty database meanwhile belongs to these keys only then.
    func isSameServer() async -> Bool {
        guard let server = await identity() else { return false }
        return await asking().value.map { $0.isExactly(server) } ?? false
    }

    private func asking() -> Task<[String]?, Never> {
        Task { [dialect, connect] in
            guard let connection = try? await connect() else { return nil }
            let parts = (try? await dialect.scratchIdentity(connection)) ?? nil
            await connection.close()
            return parts.map { [MigrationEngine.version, dialect.kind.name] + dialect.scratchSettings + [""] + $0 }
        }
    }

    // MARK: Texts

    /// Where the forms of texts lie that are asked for among some surroundings; `nil` for one that is not remembered.
    func keys(_ texts: [ScratchText?], among surroundings: ScratchSurroundings) async -> [CacheKey?] {
        let around = surroundings.digest
        var keys: [CacheKey?] = []
        for text in texts {
            guard let text, dialect.isRepeatable(text), let table = surroundings.statements(.table(text.table)) else {
                keys.append(nil)
                continue
            }
            // The kind has the names and types that go with it.
            let parts = [around, "\(text.kind)", text.text] + table
            keys.append(await key("form", parts))
        }
        return keys
    }

    /// What a server said of a text; `nil` if nobody remembers.
    func answer(_ key: CacheKey) async -> SchemaAnswer? {
        guard let row = await rows(key)?.first?.first, row.columns.count == 2 else { return nil }
        func text(_ position: Int) -> String?? {
            switch row[position] {
            case .null: .some(nil)
            case .text(let text): text
            default: nil
            }
        }
        guard let form = text(0), let constant = text(1) else { return nil }
        // It was refused.
        guard let form else { return constant == nil ? .refusal : nil }
        return SchemaAnswer(form, constant: constant)
    }

    /// Remembers what a server said of a text, or that it refuses it; not that nothing was found out.
    func remember(_ answer: SchemaAnswer, _ key: CacheKey) async {
        guard answer.form != nil || answer.isRefusal else { return }
        let values = [answer.form, answer.constant].map { text in text.map { DatabaseCell.text($0) } ?? .null }
        await remember([[DatabaseRow(columns: ["form", "constant"], values: values)]], key)
    }

    // MARK: Schemas

    /// Where the rows lie that a schema is read from; `nil` if they are not remembered.
    ///
    /// - Parameters:
    ///   - made: What makes the schema on an empty database.
    ///   - scope: What is read of it.
    ///   - settings: Say which tables are the engine's own.
    /// - Returns: The key.
    func key(
        ofSchemaMadeBy made: [String],
        _ scope: SchemaScope,
        _ settings: MigratorSettings
    ) async -> CacheKey? {
        let queries = dialect.schemaQueries(scope)
        guard !queries.isEmpty else { return nil }
        let table = settings.versionTable
        let own = [table.schema == nil ? "" : "in", table.schema ?? "", table.name]
        return await key("schema", own + [String(queries.count)] + queries + made)
    }

    /// The fingerprint of the schema whose rows lie under a key; `nil` if nobody remembers.
    func fingerprint(_ key: CacheKey) async -> String? {
        guard let row = await rows(fingerprintKey(key))?.first?.first, row.columns.count == 1,
            case .text(let fingerprint) = row[0]
        else { return nil }
        return fingerprint
    }

    /// Remembers the fingerprint of the schema whose rows lie under a key.
    func remember(_ fingerprint: String, _ key: CacheKey) async {
        let row = DatabaseRow(columns: ["fingerprint"], values: [.text(fingerprint)])
        await remember([[row]], fingerprintKey(key))
    }

    private func fingerprintKey(_ key: CacheKey) -> CacheKey {
        CacheKey([key.text], in: .alembic, shape: RecordShape("fingerprint", version: Self.version))
    }

    /// Rows that were kept; `nil` if nobody remembers, or if the bytes are not of this version's making.
    func rows(_ key: CacheKey) async -> [[DatabaseRow]]? {
        guard let bytes = await cache.content(for: key) else { return nil }
        return KeptRows.rows(bytes)
    }

    /// Keeps rows, if their values are of those that catalogues have.
    func remember(_ rows: [[DatabaseRow]], _ key: CacheKey) async {
        guard let bytes = KeptRows.bytes(of: rows) else { return }
        await cache.keepContent(bytes, for: key)
    }
}
