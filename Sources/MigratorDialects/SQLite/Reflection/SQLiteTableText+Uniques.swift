import MigrationDSL
import MigratorCore

extension SQLiteTableText {
    /// Removes unique constraints without a name that say what another one says: SQLite makes one index of them.
    mutating func removeRepeatedUniques() {
        let uniques = clauses.compactMap(Uniqueness.init)
        var number = 0
        func isRepeated(_ clause: Clause) -> Bool {
            guard let unique = Uniqueness(clause) else { return false }
            defer { number += 1 }
            return uniques.enumerated().contains { other, rule in
                other != number && unique.isSaid(by: rule, isEarlier: other < number)
            }
        }
        for column in columns.indices { columns[column].clauses = columns[column].clauses.filter { !isRepeated($0) } }
        constraints = constraints.filter { !isRepeated($0) }
    }

    private struct Uniqueness {
        private let key: [[[UInt8]]]
        private let conflict: ConflictResolution?
        private let isNamed: Bool

        init?(_ clause: Clause) {
            guard case .unique(let key, let conflict) = clause.rule else { return nil }
            self.key = key.map { [SQLiteName.folded($0.name)] + ($0.collation.map { [SQLiteName.folded($0)] } ?? []) }
            self.conflict = conflict
            isNamed = clause.writtenName != nil
        }

        /// Whether the other rule says it as well; of two that are the same the first stays.
        func isSaid(by other: Uniqueness, isEarlier: Bool) -> Bool {
            guard !isNamed, key == other.key, conflict == nil || conflict == other.conflict else { return false }
            return isEarlier || other.isNamed || other.conflict != conflict
        }
    }
}
