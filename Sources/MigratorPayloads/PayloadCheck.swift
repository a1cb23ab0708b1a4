package import MigratorCore
import MigratorDatabase

/// Reads whole payloads against their tables' columns without loading them.
package enum PayloadCheck {
    /// Reads a source to its end.
    /// - Throws: The first thing that is wrong, as a load would throw it.
    package static func run(_ source: PayloadSource) throws -> Int {
        var batch = RowBatch()
        var rows = 0
        while true {
            batch.removeAll()
            try source.next(into: &batch)
            guard batch.rowCount > 0 else { return rows }
            rows += batch.rowCount
            source.loaded(rows: rows)
        }
    }

    /// The first thing that is wrong with a source, or `nil`.
    package static func firstError(in source: PayloadSource) -> MigratorError? {
        do {
            _ = try run(source)
            return nil
        } catch let error as MigratorError {
            return error
        } catch {
            return MigratorError(.payloadInvalid, "the payload cannot be read", cause: error)
        }
    }
}
