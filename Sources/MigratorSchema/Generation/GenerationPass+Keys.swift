import MigrationDSL
import MigratorCatalogue
import MigratorDialects
import MigratorSystem

// Primary keys that allow null.
extension GenerationPass {
    /// Whether a column may be null from now on although the primary key is of it.
    func loosens(_ column: Column, _ table: Table) -> Bool {
        guard dialect.comparisonRules.keysMayAllowNull, column.isNullable, let key = new.primaryKey(of: table) else {
            return false
        }
        return key.allowsNull && key.columns.hasExactly(column.name)
    }

    /// Makes the primary keys anew that are to allow null: one that is there keeps null out.
    mutating func loosenKeys() {
        for key in loosened {
            guard let before = old.table(key.name), let after = new.table(key.name),
                let former = old.primaryKey(of: before), let wanted = new.primaryKey(of: after)
            else { continue }
            current = causes[key] ?? current
            let dropped = named(.primaryKey(former), in: before, oldTexts)
            guard !isDropped(dropped, of: key) else { continue }
            drop(dropped, of: before, key)
            addConstraint(.primaryKey(wanted), to: after, replacing: dropped)
        }
    }
}
