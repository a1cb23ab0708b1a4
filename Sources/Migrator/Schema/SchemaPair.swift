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
    /// Whether both are surely the same.
    private let areOne: Bool

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
        let (old, new) = (try await reader.reading(of: from), try await reader.reading(of: to))
        try await self.init((from, old), (to, new), reader, options)
    }

    /// Reads both, unless one is surely the other, too.
    ///
    /// - Throws: As ``init(_:from:to:_:)`` does; `MigratorError` for a schema that is to be read and that neither has.
    init(
        _ from: (source: SchemaSource, reading: SchemaReading),
        _ to: (source: SchemaSource, reading: SchemaReading),
        _ reader: SchemaReader,
        _ options: SchemaOptions
    ) async throws {
        let areOne = try await from.reading.isSurelyThat(of: to.reading)
        let read = (from.reading.fingerprint == nil ? from : to).reading
        let old = try await (areOne ? read : from.reading).schema()
        let new = try await (areOne ? read : to.reading).schema()
        self.reader = reader
        self.areOne = areOne
        sources = (from.source, to.source)
        let filter = SchemaFilter(options, reader.dialect)
        if let name = filter.missingSchema(in: [old, new]) {
            throw Self.noSchema(name, in: "\(from.source), nor in \(to.source)")
        }
        let declared = [(from.source, old), (to.source, new)].flatMap { source, schema in
            source.isModel ? schema.objects.map(\.object.reference) : []
        }
        // The surroundings of a text may be what is not looked at.
        oracle = ScratchOracle(reader.scratches, reader.dialect, for: new)
        func taken(_ schema: Schema, of source: SchemaSource) -> Schema {
            var schema = filter.filtered(schema, declared: declared)
            schema.isWritten = source.isWritten
            // What Swift declares is held against its columns; what a database has is what it is.
            return areOne || source.isCompiled ? schema : schema.withForeignDefaultsAsSQL(reader.dialect)
        }
        self.old = taken(old, of: from.source)
        self.new = taken(new, of: to.source)
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
        let comparison =
            areOne && renames.told.isEmpty
            ? comparer.sameness(of: old, new) : try await comparer.differences(from: old, to: new)
        return DiffReport(sources, (old, new), comparison, reader.dialect, refusals: oracle.refusals)
    }
}
