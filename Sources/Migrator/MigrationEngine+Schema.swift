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
        if let name = filter.missingSchema(in: [schema]) { throw Self.noSchema(name, in: "\(source)") }
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
        let reader = try await SchemaReader(self, options, for: [from, to])
        let old = try await reader.schema(of: from)
        return try await diff((from, old), (to, try await reader.schema(of: to)), reader, options)
    }

    /// Compares two schemas that were read.
    func diff(
        _ from: (source: SchemaSource, schema: Schema),
        _ to: (source: SchemaSource, schema: Schema),
        _ reader: SchemaReader,
        _ options: SchemaOptions
    ) async throws -> DiffReport {
        var (old, new) = (from.schema, to.schema)
        let filter = SchemaFilter(options, reader.dialect)
        if let name = filter.missingSchema(in: [old, new]) {
            throw Self.noSchema(name, in: "\(from.source), nor in \(to.source)")
        }
        let declared = [from, to].flatMap { $0.source.isModel ? $0.schema.objects.map(\.object.reference) : [] }
        // The surroundings of a text may be what is not looked at.
        let oracle = ScratchOracle(reader.scratches, reader.dialect, for: new)
        old = filter.filtered(old, declared: declared)
        new = filter.filtered(new, declared: declared)
        let renames = try RenameFlags(old, new, reader.dialect).renames(options.renames)
        let comparer = SchemaComparer(reader.dialect, renames: renames, oracle: oracle)
        let comparison = try await comparer.differences(from: old, to: new)
        return DiffReport(
            (from.source, to.source),
            (old, new),
            comparison,
            reader.dialect,
            refusals: oracle.refusals
        )
    }

    private static func noSchema(_ name: String, in place: String) -> MigratorError {
        MigratorError(.invalidSetting, "there is no schema '\(name)' in \(place)")
    }
}
