import MigrationDSL
import MigratorCore
import MigratorDatabase
import MigratorSystem

/// The constraints of a table, parted into those that a person would write at their column and those beside them.
struct ColumnConstraints {
    /// The constraints of each column, by the column's index, beside those that it brings.
    private(set) var atColumns: [Int: [Constraint]] = [:]
    /// The others, in order.
    private(set) var besides: [Constraint] = []

    init(_ table: Table) {
        for constraint in table.tableConstraints {
            if let index = Self.column(of: constraint, in: table) {
                atColumns[index, default: []].append(constraint)
            } else {
                besides.append(constraint)
            }
        }
    }

    /// The index of the column that can say all of a constraint.
    private static func column(of constraint: Constraint, in table: Table) -> Int? {
        guard constraint.comment == nil else { return nil }
        switch constraint {
        case .primaryKey(let key):
            guard key.include.isEmpty, key.deferrable == nil, let index = index(of: key.columns, in: table) else {
                return nil
            }
            let isWhole = key.descending.isEmpty || key.descending.isExactly(key.columns)
            // At its column the key says whether null is refused: that must be what the column says.
            return isWhole && table.columns[index].isNullable == key.allowsNull ? index : nil
        case .unique(let unique):
            guard !unique.nullsNotDistinct, unique.include.isEmpty, unique.deferrable == nil else { return nil }
            return index(of: unique.columns, in: table)
        case .foreignKey(let key):
            guard key.referencedColumns.count == 1, !key.isNotValid, !key.matchesFull, key.onDeleteColumns.isEmpty
            else {
                return nil
            }
            return index(of: key.columns, in: table)
        case .check(let check):
            return check.isNotValid || check.noInherit ? nil : index(of: check.expression, in: table)
        case .exclude: return nil
        }
    }

    private static func index(of columns: [String], in table: Table) -> Int? {
        guard columns.count == 1 else { return nil }
        return table.columns.firstIndex { $0.name.isExactly(columns[0]) }
    }

    /// The index of the only column that an expression names.
    private static func index(of expression: SQLText, in table: Table) -> Int? {
        var found: Set<Int> = []
        for database in RevisionDatabase.allCases {
            guard let text = expression.text(for: database) else { continue }
            let names = SQLNames(text, kind: database.kind)
            for (index, column) in table.columns.enumerated() where names.mention(column.name) { found.insert(index) }
        }
        return found.count == 1 ? found.first : nil
    }
}
