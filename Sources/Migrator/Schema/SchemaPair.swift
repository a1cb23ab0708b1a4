import MigrationDSL
import MigratorCatalogue
import MigratorDialects
import MigratorSchema

/// Two schemas that were read to be compared, once, or again with other renames.
struct SchemaPair {
    let reader: SchemaReader
    let old: Schema
    let new: Schema
    private let sources: (from: SchemaSource, to: SchemaSource)
    private let oracle: ScratchOracle

    /// Reads both.
    ///
    /// - Throws: `MigratorError` for a source that cannot be had; `DatabaseFailure`.
    init(
        _ engine: MigrationEngine,
        from: SchemaSource,
        to: SchemaSource,
        _ options: SchemaOptions
    ) async throws {
        let reader = try await SchemaReader(engine, options, for: [from, to])
        let old = try await reader.schema(of: from)
        try self.init((from, old), (to, try await reader.schema(of: to)), reader, options)
    }

    /// Takes two that were read.
    ///
    /// - Throws: `MigratorError` for a schema that is to be read and that neither has.
    init(
        _ from: (source: SchemaSource, schema: Schema),
        _ to: (source: SchemaSource, schema: Schema),
        _ reader: SchemaReader,
        _ options: SchemaOptions
    ) throws(MigratorError) {
        self.reader = reader
        sources = (from.source, to.source)
        let filter = SchemaFilter(options, reader.dialect)
        if let name = filter.missingSchema(in: [from.schema, to.schema]) {
            throw Self.noSchema(name, in: "\(from.source), nor in \(to.source)")
        }
        let declared = [from, to].flatMap { $0.source.isModel ? $0.schema.objects.map(\.object.reference) : [] }
        // The surroundings of a text may be what is not looked at.
        oracle = ScratchOracle(reader.scratches, reader.dialect, for: to.schema)
        func taken(_ side: (source: SchemaSource, schema: Schema)) -> Schema {
            let schema = filter.filtered(side.schema, declared: declared)
            // What Swift declares is held against its columns; what a database has is what it is.
            return side.source.isCompiled ? schema : schema.withForeignDefaultsAsSQL(reader.dialect)
        }
        (old, new) = (taken(from), taken(to))
    }

    static func noSchema(_ name: String, in place: String) -> MigratorError {
        MigratorError(.invalidSetting, "there is no schema '\(name)' in \(place)")
    }

    /// Reads renames as they are told.
    ///
    /// - Throws: `MigratorError` for one that names no table and no column of the old schema.
    func renames(_ texts: [String]) throws(MigratorError) -> Renames {
        try RenameFlags(old, new, reader.dialect).renames(texts)
    }

    /// What turns the old schema into the new one.
    func report(_ renames: Renames) async throws -> DiffReport {
        let comparer = SchemaComparer(reader.dialect, renames: renames, oracle: oracle)
        let comparison = try await comparer.differences(from: old, to: new)
        return DiffReport(sources, (old, new), comparison, reader.dialect, refusals: oracle.refusals)
    }
}
