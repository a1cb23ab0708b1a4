import MigrationDSL
import MigratorCore
import MigratorDatabase
import MigratorDialects
import MigratorGraph
import MigratorSources

/// A step with all that a script says of it, save the rows of payloads.
struct OfflineStep {
    /// A piece of work, in the order that it is to be done.
    enum Item {
        /// A statement to run.
        case statement(String)
        /// A table of SQLite to make anew.
        case rebuild(SQLiteRebuildScript)
        /// Rows to load into a table of these columns.
        case load(BulkInsert, [CatalogColumn])
        /// Rows of a payload to remove from a table of these columns.
        case remove(RemoveRows, [CatalogColumn])
    }

    let step: Step
    let prepared: PreparedStep
    let items: [Item]

    /// The statements that are run as they stand.
    var statements: [String] {
        items.compactMap { item in
            guard case .statement(let sql) = item else { return nil }
            return sql
        }
    }

    /// `9f94d908afb9: the 50 races (upgrade)`.
    var title: String {
        let message = prepared.revision.node.message
        return "\(step.revision)\(message.isEmpty ? "" : ": \(message)") (\(step.direction.rawValue))"
    }
}

extension MigratorError {
    /// Something that a script cannot do.
    static func offline(
        _ step: Step,
        _ what: String,
        _ advice: String,
        at location: SourceLocation? = nil
    ) -> MigratorError {
        MigratorError(
            .unsupportedOffline,
            "revision \(step.revision) cannot be written into a script: \(what). \(advice)",
            revision: step.revision,
            location: location
        )
    }
}
