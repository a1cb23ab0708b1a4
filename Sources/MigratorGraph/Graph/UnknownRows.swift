package import MigrationDSL
package import MigratorCore

/// What is said of version rows that no revision explains: first that the program is most likely an old one.
package enum UnknownRows {
    /// What is so, without what to do about it.
    ///
    /// - Parameter rows: The rows, fit for a message.
    /// - Returns: A sentence without its full stop.
    package static func sentence(_ rows: [String]) -> String {
        "a newer program has probably migrated the database: it is at \(rows.joined(separator: ", ")), which no revision of "
            + "this program explains"
    }

    /// What to do about it, whatever the cause is.
    package static let advice = "run the program that has it, or add the revision that is missing here"

    /// What to do about it besides, for who sets the rows or can see for himself that nobody knows them any more.
    package static let purging =
        "\(advice). Only if nobody has it any more, 'stamp --purge REV' says where the database really is"

    package static func error(_ rows: [RevisionID], _ advice: String = advice) -> MigratorError {
        MigratorError(
            .unknownDatabaseRevision,
            "\(sentence(rows.map { "'\($0)'" })); \(advice)",
            revision: rows.first
        )
    }
}
