import Migrator

extension Session {
    /// Makes an engine that knows the program's model.
    func schemaEngine() throws(MigratorError) -> MigrationEngine {
        var engine = try migrator(for: .looking)
        engine.model = model
        return engine
    }

    /// Whether the schema that is to be is declared, in the program or in SQL.
    func hasModel(_ arguments: SchemaArguments) -> Bool {
        model != nil || arguments.modelPath(settings.schema) != nil
    }

    /// Reads a word that says where a schema comes from.
    func source(_ word: String, _ arguments: SchemaArguments) throws -> SchemaSource {
        guard word == "model" else { return try SchemaSource(parsing: word) }
        if let path = arguments.modelPath(settings.schema) { return .files(path) }
        guard model != nil else {
            throw UsageError(
                "there is no model: this program declares none, and neither --model nor the setting 'model' names one"
            )
        }
        return .model
    }
}
