import MigrationDSL

/// What is said of version rows that no revision explains: first that the program is most likely an old one.
package enum UnknownRows {
    /// - Parameter rows: The rows, fit for a message.
    package static func sentence(_ rows: [String]) -> String {
        "a newer program has probably migrated the database: it is at \(rows.joined(separator: ", ")), which no revision of "
            + "this program explains"
    }

    static func error(_ rows: [RevisionID]) -> MigratorError {
        MigratorError(
            .unknownDatabaseRevision,
            "\(sentence(rows.map { "'\($0)'" })); run the program that has it, or add the revision that is missing here",
            revision: rows.first
        )
    }
}
