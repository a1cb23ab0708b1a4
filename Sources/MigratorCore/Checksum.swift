package import MigrationDSL
import MigratorDatabase
import MigratorSystem

/// The semantic checksum: the same operations give the same digest, whatever their spelling, on any machine.
package enum Checksum {
    /// The checksum of a list of operations.
    package static func of(_ operations: [Operation], _ form: SQLCanonical.Form = .text) -> String {
        let text = operations.canonicalText { sql, database in
            SQLCanonical.text(of: sql, kind: database.kind, form)
        }
        return digest(of: text)
    }

    /// The SHA-256 of a text, in hexadecimal digits.
    package static func digest(of text: String) -> String {
        Digest.hex(Digest.sha256(text.utf8))
    }
}
