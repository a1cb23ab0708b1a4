import MigrationDSL
import MigratorCatalogue
import MigratorSchema

extension MigrationEngine {
    /// Reads a schema.
    ///
    /// - Parameters:
    ///   - source: Where it comes from.
    ///   - options: The part of it that is read.
    /// - Returns: The schema, to be written as SQL, as Swift or as JSON.
    /// - Throws: `MigratorError` for a source that cannot be had, a revision or a file that does not run, or a schema that
    ///   is to be read and is not there; `DatabaseFailure`.
    public func inspect(
        _ source: SchemaSource,
        _ options: SchemaOptions = SchemaOptions()
    ) async throws -> InspectReport {
        let reader = try await SchemaReader(self, options, for: [source])
        let schema = try await reader.schema(of: source)
        let filter = SchemaFilter(options, reader.dialect)
        if let name = filter.missingSchema(in: [schema]) { throw SchemaPair.noSchema(name, in: "\(source)") }
        let declared = source.isModel ? schema.objects.map(\.object.reference) : []
        return InspectReport(source, filter.filtered(schema, declared: declared), reader.dialect)
    }

    /// Compares two schemas of one kind of database.
    ///
    /// What only a server can tell is asked of a scratch; what none can be asked is in the report's
    /// ``DiffReport/unverified``, and why in ``DiffReport/whyUnverified``.
    /// - Parameters:
    ///   - from: The source of the old schema.
    ///   - to: The source of the new schema.
    ///   - options: The part of both that is compared, and the renames that are told.
    /// - Returns: What turns the old schema into the new one.
    /// - Throws: `MigratorError` for a source that cannot be had, a revision or a file that does not run, or a rename of
    ///   nothing, and for a schema that is to be read and neither has; `DatabaseFailure`.
    public func diff(
        from: SchemaSource,
        to: SchemaSource,
        _ options: SchemaOptions = SchemaOptions()
    ) async throws -> DiffReport {
        let pair = try await SchemaPair(self, from: from, to: to, options)
        return try await pair.report(try pair.renames(options.renames))
    }
}
