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

    /// Says that the column of a key which numbers the rows refuses null, as the key itself makes it: so the way back lets
    /// it be null again.
    mutating func refuseNull(in primaryKey: PrimaryKey, of table: Table, _ key: ObjectKey) {
        guard dialect.comparisonRules.keysNumberRows, primaryKey.columns.count == 1,
            let name = primaryKey.columns.first, let before = old.table(key.name), old.primaryKey(of: before) == nil,
            before.columns.contains(where: { $0.name.isExactly(name) && $0.isNullable }),
            let column = table.columns.first(where: { $0.name.isExactly(name) }),
            new.type(column.type, in: table.sqliteOptions).text == "INTEGER"
        else { return }
        let change = TableChange.AlteredColumn(
            name: name,
            change: ColumnChange(nullable: false),
            previous: ColumnChange(nullable: true)
        )
        add(.alterColumn(change), to: table)
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
