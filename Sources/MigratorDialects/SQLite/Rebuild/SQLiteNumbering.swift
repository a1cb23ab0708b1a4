import MigratorDatabase

/// Keeps the number that AUTOINCREMENT gave last: by SQL alone, so that a script can do it without knowing the number.
///
/// SQLite counts by the name of a table, takes the number along when the table is renamed, and forgets it with the
/// table.
struct SQLiteNumbering {
    private let old: SQLiteTableText
    private let new: SQLiteTableText
    /// Where the rows are meanwhile.
    private let aside: String

    init(of old: SQLiteTableText, in aside: String, to new: SQLiteTableText) {
        self.old = old
        self.new = new
        self.aside = aside
    }

    /// What saves the number before the old table is dropped, where it could not be renamed.
    var saving: [String] {
        old.hasAutoincrement ? [copy(from: old.name, to: aside)] : []
    }

    /// What gives the new table the number.
    func restoring(fromCopy isCopy: Bool) -> [String] {
        guard old.hasAutoincrement else { return [] }
        // The copying of the rows has counted too.
        var statements = new.hasAutoincrement ? [delete(old.name), copy(from: aside, to: old.name)] : []
        // A table without the counter does not take it along when it is dropped.
        if isCopy { statements.append(delete(aside)) }
        return statements
    }

    private func copy(from: String, to: String) -> String {
        "INSERT INTO sqlite_sequence (name, seq) SELECT \(SQLiteShellText.literal(to)), seq FROM sqlite_sequence "
            + "WHERE name = \(SQLiteShellText.literal(from))"
    }

    private func delete(_ name: String) -> String {
        "DELETE FROM sqlite_sequence WHERE name = \(SQLiteShellText.literal(name))"
    }
}
