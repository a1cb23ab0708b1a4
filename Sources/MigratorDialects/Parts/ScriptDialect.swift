import MigratorCatalogue
package import MigratorCore
import MigratorDatabase

/// The script that does offline what a run does, as one database's shell reads it.
package protocol ScriptDialect {
    /// The form of a script, whose session waits for locks as long as is said.
    ///
    /// - Throws: ``MigratorError`` with code `.unsupportedOffline` if the database has none.
    func script(lockTimeout: Duration) throws(MigratorError) -> any ScriptForm
}

extension Dialect {
    package func script(lockTimeout: Duration) throws(MigratorError) -> any ScriptForm {
        throw MigratorError(
            .unsupportedOffline,
            "no script can be written for \(kind.title). Run the revisions against the database"
        )
    }
}
