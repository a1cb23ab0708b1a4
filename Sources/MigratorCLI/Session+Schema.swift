import Migrator

extension Session {
    /// Makes an engine that knows the program's model.
    func schemaEngine() throws(MigratorError) -> MigrationEngine {
        var caches = try migratorCaches(for: .looking)
        // What an empty database says once, it need not say again.
        if settings.usesCache { caches.engine = try engineCaches(try self.caches()) }
        var engine = try migrator(for: .looking, caches: caches)
        engine.model = model
        return engine
    }

    /// Whether the schema that is to be is declared, in the program or in SQL.
    func hasModel(_ arguments: SchemaArguments) -> Bool {
        model != nil || arguments.modelPath(settings.schema) != nil
    }

    /// The declared schema that the revisions are to make; `nil` if there is none.
    ///
    /// What the program declares is of its own revisions: those of other folders have nothing to do with it.
    func modelOfRevisions(_ arguments: SchemaArguments) throws -> SchemaSource? {
        if let path = arguments.modelPath(settings.schema) { return .model(files: path) }
        return model == nil || compiled.isEmpty ? nil : .model
    }

    /// Reads a word that says where a schema comes from.
    func source(_ word: String, _ arguments: SchemaArguments) throws -> SchemaSource {
        guard word == "model" else { return try SchemaSource(parsing: word) }
        if let path = arguments.modelPath(settings.schema) { return .model(files: path) }
        guard model != nil else {
            throw UsageError(
                "there is no model: this program declares none, and neither --model nor the setting 'model' names one"
            )
        }
        return .model
    }
}
