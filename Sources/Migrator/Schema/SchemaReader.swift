import CacheBridge
import MigrationDSL
import MigratorCatalogue
import MigratorCore
import MigratorDatabase
import MigratorDialects
import MigratorGraph
import MigratorSources

/// Reads schemas of one kind of database from their sources.
struct SchemaReader {
    let dialect: any Dialect
    let scratches: Scratches
    /// Whether empty databases are on the server of the engine's own one, so that rows may go from there to them.
    let isAtHome: Bool
    private let engine: MigrationEngine
    private let options: SchemaOptions

    /// Finds the kind of database that the sources are of, by their URLs, else by the engine's own database.
    ///
    /// - Throws: ``MigratorError`` with code `.invalidSetting` for sources of different kinds.
    init(_ engine: MigrationEngine, _ options: SchemaOptions, for sources: [SchemaSource]) async throws {
        self.engine = engine
        self.options = options
        let urls = sources.compactMap(\.url)
        var kinds = try urls.map { try DatabaseURL($0).kind }
        var server = options.scratch
        if kinds.isEmpty || sources.contains(where: \.needsOwnDatabase) {
            kinds.append(try await engine.withConnection { $0.kind })
        } else if server == nil {
            server = urls.first
        }
        if let scratch = options.scratch { kinds.append(try DatabaseURL(scratch).kind) }
        isAtHome = server == nil
        let kind = kinds[0]
        if let other = kinds.first(where: { $0 != kind }) {
            throw MigratorError(
                .invalidSetting,
                "a schema of \(kind.title) and one of \(other.title) cannot be compared, nor one be made on the other"
            )
        }
        dialect = try kind.dialect()
        var scratches = try Scratches(on: kind, server: server, connectOther: engine.connectOther)
        scratches.memory = ScratchMemory(engine, dialect, on: server)
        self.scratches = scratches
    }

    /// What of a schema is looked at.
    var filter: SchemaFilter { SchemaFilter(options, dialect) }

    /// The schema of a source, as far as it is asked for.
    func schema(of source: SchemaSource) async throws -> Schema {
        try await reading(of: source).schema()
    }

    /// The way to the schema of a source.
    ///
    /// - Throws: For a source of which can be seen without a database that it has no schema.
    func reading(of source: SchemaSource) async throws -> SchemaReading {
        switch source.kind {
        case .database:
            reading { try await engine.withConnection { try await reflection(of: $0) } }
        case .url(let url): reading { try await schema(ofURL: url) }
        case .history(let target): try await replayed(target ?? "heads", rows: [], source)
        case .applied: try await applied(source)
        case .model: SchemaReading(isCompiled: true) { try model() }
        case .files(let path): try await made(by: SchemaFiles(path), source)
        case .empty: reading { Schema(dialect.kind) }
        }
    }

    private func reading(_ read: @escaping () async throws -> Schema) -> SchemaReading {
        SchemaReading(read)
    }

    private func schema(ofURL url: String) async throws -> Schema {
        guard let connectOther = engine.connectOther else {
            throw MigratorError(.invalidSetting, "this program gave the engine no way to open another database")
        }
        return try await closing(try await connectOther(OtherDatabase(url: url))) { try await reflection(of: $0) }
    }

    /// Reads a schema from its database, without what belongs to the engine of some settings, as a rule the reader's.
    func reflection(
        of connection: any DatabaseConnection,
        _ settings: MigratorSettings? = nil
    ) async throws -> Schema {
        let own = try await ownTables(settings ?? engine.settings, connection)
        let scope = SchemaScope(
            schemas: options.schemas,
            ownTables: Set(own),
            lockTimeout: engine.settings.lockTimeout
        )
        return try await dialect.schema(scope, connection)
    }

    /// The tables of the engine of some settings.
    private func ownTables(
        _ settings: MigratorSettings,
        _ connection: any DatabaseConnection
    ) async throws -> [ObjectName] {
        let tables = try await EngineTables.locate(settings, connection, withPlace: false)
        return tables.makings.compactMap(\.table).map { ObjectName($0.name, schema: $0.schema) }
    }

    private func closing<Result>(
        _ connection: any DatabaseConnection,
        _ body: (any DatabaseConnection) async throws -> Result
    ) async throws -> Result {
        do {
            let result = try await body(connection)
            await connection.close()
            return result
        } catch {
            await connection.close()
            throw error
        }
    }

    // MARK: The declared schema

    private func model() throws(MigratorError) -> Schema {
        guard let model = engine.model else {
            throw MigratorError(.invalidSetting, "there is no declared schema: the program gave the engine no model")
        }
        do throws(DeclarationProblem) {
            try model.check(foldsCase: dialect.kind.rules.names == .ignoringCase)
        } catch {
            throw MigratorError(.invalidSetting, "the declared schema: \(error)", location: error.locations.first)
        }
        try RenameFlags.check(model, dialect)
        return SchemaFilter(options, dialect).limited(Schema(model, for: dialect.kind))
    }

    // MARK: On an empty database

    private func replayed(_ target: Target, rows: [RevisionID], _ source: SchemaSource) async throws -> SchemaReading {
        let plan = try Planner(engine.revisions.graph).upgrade(to: target, rows: rows)
        return try await replayed(plan.steps + repeats(after: plan.rowsAfter), source)
    }

    /// What is run after a history that nothing is missing of.
    private func repeats(after rows: [RevisionID]) -> [Step] {
        guard Planner(engine.revisions.graph).current(rows: rows).isAtHead else { return [] }
        return engine.revisions.repeatables.map { Step(repeating: $0.id) }
    }

    /// The schema that steps make, without the rows of payloads; with them on another scratch, if something wants them.
    private func replayed(_ steps: [Step], _ source: SchemaSource) async throws -> SchemaReading {
        // What rows decide follows from payloads as well, and is found out each time.
        func replay(_ key: CacheKey?, withRows: Bool) async throws -> Schema {
            try await scratchSchema(source, key) { connection in
                try await SchemaReplay(engine, on: connection, withRows: withRows).run(steps)
            }
        }
        return try await remembered(by: { SchemaReplay.parts(of: steps, engine, dialect) }) { key in
            do {
                return try await replay(key, withRows: false)
            } catch is WantOfRows {
                return try await replay(nil, withRows: true)
            }
        }
    }

    private func applied(_ source: SchemaSource) async throws -> SchemaReading {
        let (known, unknown) = engine.revisions.graph.split(rows: try await engine.versionRows())
        guard unknown.isEmpty else { throw UnknownRows.error(unknown) }
        let planner = Planner(engine.revisions.graph)
        let positions = try planner.graph.positions(ofRows: known)
        let steps = planner.upgrade(to: positions, named: "heads", from: []).steps
        return try await replayed(steps + repeats(after: known), source)
    }

    private func made(by files: SchemaFiles, _ source: SchemaSource) async throws -> SchemaReading {
        let statements = try files.statements(for: dialect.kind)
        // What the role may not do is left out of some: the key names the role.
        let texts = statements.map(\.sql)
        return try await remembered(by: { dialect.isRepeatable(texts) ? texts : nil }) { key in
            try await scratchSchema(source, key) { try await make(statements, $0) }
        }
    }

    /// Runs the statements of files on an empty database, and returns what was left out.
    private func make(
        _ statements: [(sql: String, location: SourceLocation)],
        _ connection: any DatabaseConnection
    ) async throws -> [Schema.Unsupported] {
        let session = try await dialect.sessionState(connection)
        var left: [Schema.Unsupported] = []
        for (sql, location) in statements {
            do {
                let outcome = try await dialect.makeSchema(by: dialect.settingForSession(sql), connection)
                guard case .leftOut(let why) = outcome else { continue }
                left.append(Schema.Unsupported("\(location)", kind: "statement", why: why))
            } catch let error as DatabaseFailure {
                guard error.code != .cancelled, error.code != .connectionLost else { throw error }
                throw MigratorError(
                    .statementFailed,
                    "it does not run on an empty database: \(error.message)",
                    location: location,
                    cause: error
                )
            }
        }
        // What a dump sets, such as an empty search path, is not to be read under.
        try await session.establish(connection)
        return left
    }

    private var memory: RememberedSchema {
        RememberedSchema(scratches.memory, dialect, engine.settings, options.schemas)
    }

    /// The way to a schema that is made on an empty database, where all is given that it follows from beside that.
    private func remembered(
        by parts: () -> [String]?,
        _ make: @escaping (CacheKey?) async throws -> Schema
    ) async throws -> SchemaReading {
        let key = await memory.key(parts)
        var fingerprint: String?
        if let key { fingerprint = await memory.fingerprint(key) }
        return SchemaReading(fingerprint: fingerprint) { try await make(key) }
    }

    /// The schema that is made on an empty database, or that was made by the same on one like it.
    ///
    /// - Parameters:
    ///   - source: The source, for messages.
    ///   - key: Where it is remembered; `nil` if it may be another each time.
    ///   - make: Makes the schema, and says what was left out.
    /// - Returns: The schema, with what was left out.
    /// - Throws: ``MigratorError`` with code `.invalidSetting` if there is no empty database; what `make` throws.
    private func scratchSchema(
        _ source: SchemaSource,
        _ key: CacheKey?,
        _ make: (any DatabaseConnection) async throws -> [Schema.Unsupported]
    ) async throws -> Schema {
        let remembered = memory
        if let key, let schema = await remembered.schema(key) { return schema }
        do {
            return try await scratches.withScratch { connect in
                try await closing(try await connect()) { connection in
                    let left = try await make(connection)
                    // Beside the catalogue's rows nothing is remembered.
                    guard let key, left.isEmpty else {
                        var schema = try await reflection(of: connection)
                        schema.unsupported += left
                        return schema
                    }
                    let own = try await ownTables(engine.settings, connection)
                    return try await remembered.schema(key, ownTables: own, connection)
                }
            }
        } catch let none as NoScratch {
            throw MigratorError(
                .invalidSetting,
                "\(source) needs an empty database to run on, as its SQL may name schemas and commit, and there is none "
                    + "(\(none.reason)); a role with CREATEDB may make one, also on another server that is given as the "
                    + "scratch",
                cause: none
            )
        }
    }
}

extension SchemaSource {
    fileprivate var url: String? {
        if case .url(let url) = kind { url } else { nil }
    }

    /// Whether the engine's own database is asked.
    fileprivate var needsOwnDatabase: Bool {
        switch kind {
        case .database, .applied: true
        case .url, .history, .model, .files, .empty: false
        }
    }
}
