package import MigrationDSL
package import MigratorDatabase

extension RevisionDatabase {
    /// The kind of database whose SQL a revision spells so.
    package var kind: DatabaseKind {
        switch self {
        case .postgres: .postgres
        case .sqlite: .sqlite
        }
    }
}
