package import MigrationDSL
package import MigratorDatabase

/// The rules of one database that a catalogue of its tables follows.
package protocol CatalogueRules: Sendable {
    /// Which database it is.
    var kind: DatabaseKind { get }

    /// Which of the two spellings of a revision's SQL it reads.
    var spelling: RevisionDatabase { get }

    /// A type as the database's SQL writes it.
    func text(of type: ColumnType) -> String
}
