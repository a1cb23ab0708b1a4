package import MigrationDSL
package import MigratorCore

/// The message about version rows that no revision explains: first that the program is most likely an old one.
package enum UnknownRows {
    /// The statement of fact, without advice.
    ///
    /// - Parameter rows: The rows, fit for a message.
    /// - Returns: A sentence without its full stop.
    package static func sentence(_ rows: [String]) -> String {
        "a newer program has probably migrated the database: it is at \(rows.joined(separator: ", ")), which no revision of "
            + "this program explains"
    }

    /// The advice for every cause.
    package static let advice = "run the program that has it, or add the revision that is missing here"

    /// Further advice, for a user that sets the rows or can see that no program has such revisions any more.
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
