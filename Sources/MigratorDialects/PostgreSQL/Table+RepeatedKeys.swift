import MigrationDSL

extension Table {
    /// The unique constraints whose index would be that of another constraint: in one statement PostgreSQL makes one of
    /// both.
    var repeatedKeys: [Constraint] {
        var seen: Set<Constraint> = []
        // That of the primary key is the first.
        for case .primaryKey(let key) in constraints {
            seen.insert(.unique(Unique(key.columns, include: key.include, deferrable: key.deferrable)))
        }
        return constraints.filter { constraint in
            guard case .unique(let unique) = constraint else { return false }
            let bare = Unique(
                unique.columns,
                nullsNotDistinct: unique.nullsNotDistinct,
                include: unique.include,
                deferrable: unique.deferrable
            )
            return !seen.insert(.unique(bare)).inserted
        }
    }
}
