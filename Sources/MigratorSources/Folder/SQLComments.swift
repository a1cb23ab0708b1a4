package import MigratorCore

/// What comments of SQL say to the engine.
package enum SQLComments {
    /// Whether a `--` comment within a section would say nothing.
    package static func areSilent(_ comment: SQLToken, in bytes: [UInt8]) -> Bool {
        switch SQLLineComment(comment, in: bytes) {
        case .plain, .field: true
        case .section, .almostSection, .bulkInsert, .touches: false
        }
    }
}
