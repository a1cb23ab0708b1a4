package import MigrationDSL
import MigratorCatalogue
import MigratorCore
import MigratorDatabase
import MigratorDialects
import MigratorGraph
import MigratorSchema
import MigratorSources

extension MigrationEngine {
    /// Applies a revision on an empty database that has all which it follows, takes it back, and applies it again.
    ///
    /// Schemas and rows are compared each time. The values of a column that the revision drops, or gives another type, are
    /// not expected back.
    /// - Parameters:
    ///   - id: The revision.
    ///   - rows: The rows that it meets. Of those that are made up only what it does to them is its fault: if it fails on
    ///     them, it is tried again without.
    /// - Returns: What was found, if all is well.
    /// - Throws: `MigratorError` that says what fails, what is left or which values are lost; with code `.irreversible` if
    ///   the revision can neither be taken back nor says why; `DatabaseFailure`.
    package func roundTrip(of id: RevisionID, rows: RoundTripRows) async throws -> RoundTripReport {
        let trip = try await RoundTrip(self, id)
        do {
            return try await trip.run(rows)
        } catch let failure as RoundTrip.RunFailure {
            guard case .made = rows else { throw failure.error }
            do {
                var report = try await trip.run(.none)
                report.failsOnRows = failure.error.message
                return report
            } catch is RoundTrip.RunFailure {
                throw failure.error
            }
        }
    }
}

/// One revision, there and back and there again.
struct RoundTrip {
    /// A run that failed, maybe for want of other rows.
    struct RunFailure: Error {
        let error: MigratorError
    }

    let engine: MigrationEngine
    let reader: SchemaReader
    let revision: any LoadedRevision
    private let upgrade: PreparedStep
    /// Why it is not to be taken back, as it says.
    private let whyIrreversible: String?
    var dialect: any Dialect { reader.dialect }

    init(_ engine: MigrationEngine, _ id: RevisionID) async throws {
        reader = try await SchemaReader(engine, SchemaOptions(), for: [.database])
        var settings = engine.settings
        // Its schema may not be there.
        settings.versionTable = TableName(settings.versionTable.name)
        self.engine = MigrationEngine(revisions: engine.revisions, settings: settings) {
            throw DatabaseFailure(.connectionLost, "the connection to the empty database was lost")
        }
        revision = try engine.revisions.revision(id)
        upgrade = try PreparedStep(revision, .upgrade, for: reader.dialect, settings)
        if let why = try revision.whyIrreversible() { throw MigratorError(.irreversible, why, revision: id) }
        do {
            _ = try PreparedStep(revision, .downgrade, for: reader.dialect, settings)
            whyIrreversible = nil
        } catch {
            guard error.code == .irreversible else { throw error }
            whyIrreversible = error.message
        }
    }

    func run(_ rows: RoundTripRows) async throws -> RoundTripReport {
        do {
            return try await reader.scratches.withScratch { connect in
                let connection = try await connect()
                do {
                    let report = try await run(rows, connection)
                    await connection.close()
                    return report
                } catch {
                    await connection.close()
                    throw error
                }
            }
        } catch let none as NoScratch {
            throw MigratorError(
                .invalidSetting,
                "a revision is tried on an empty database, and there is none (\(none.reason)); a role with CREATEDB may make "
                    + "one",
                cause: none
            )
        }
    }

    private func run(_ rows: RoundTripRows, _ connection: any DatabaseConnection) async throws -> RoundTripReport {
        var report = RoundTripReport()
        report.whyIrreversible = whyIrreversible
        try await goToParents(rows, connection)
        let old = try await schema(connection)
        if case .made = rows {
            var fill = SampleFill(old, dialect, on: connection, rows: [:], leaving: [])
            report.tablesWithRows = try await fill.fill().names
        }
        let operations = Array(upgrade.work.operations)
        guard whyIrreversible == nil else {
            try await go(.upgrade, connection)
            return report
        }
        // The rows are read before, and it is not known yet which of them the revision keeps.
        let everything = KeptValues(SchemaComparer(dialect).keptTables(from: old, to: old), [], old, dialect)
        let before = try await everything.read(connection, .old)
        try await go(.upgrade, connection)
        let new = try await schema(connection)
        let renames = Renames(of: operations, dialect)
        let kept = SchemaComparer(dialect, renames: renames).keptTables(from: old, to: new)
        let values = KeptValues(kept, operations, old, dialect)
        let there = try await values.read(connection, .new)
        try await go(.downgrade, connection)
        try await refuse("its downgrade", try await schema(connection), old)
        if let loss = values.loss(everything.part(of: before, for: values), try await values.read(connection, .old)) {
            throw fault("its downgrade does not bring back what was there: \(loss)")
        }
        try await go(.upgrade, connection)
        try await refuse("applied once more it", try await schema(connection), new)
        if let loss = values.loss(there, try await values.read(connection, .new)) {
            throw fault("applied once more it does not give the same rows: \(loss)")
        }
        return report
    }
}
