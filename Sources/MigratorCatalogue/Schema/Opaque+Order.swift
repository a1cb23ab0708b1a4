package import MigrationDSL

extension Opaque {
    /// Whether tables and indexes are made of it, so that it comes before them.
    package var isNeededByTables: Bool {
        ["type", "collation", "text search dictionary", "text search configuration"].contains(kind)
    }
}
