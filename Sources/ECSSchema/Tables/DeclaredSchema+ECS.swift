public import MigrationDSL

extension DeclaredSchema {
    /// The entity-component schema: what a database is compared with, and what revisions are generated for.
    ///
    /// It holds each table of ``ECSTables`` and its indexes. Constraints without a name here have none in the history
    /// either: a database names them, and the comparison finds them by what they say.
    public static let ecs = DeclaredSchema { ECSTables.all }
}
