extension Constraint: CanonicallySpelled {
    package func spell(into text: inout CanonicalText) {
        text.string("name", name)
        switch self {
        case .primaryKey(let key):
            text.strings("primaryKey", key.columns)
            text.strings("include", key.include)
            text.string("deferrable", key.deferrable?.rawValue)
            text.strings("descending", key.descending)
            text.flag("allowsNull", key.allowsNull)
            text.string("onConflict", key.onConflict?.rawValue)
        case .unique(let unique):
            text.strings("unique", unique.columns)
            text.string("deferrable", unique.deferrable?.rawValue)
            text.flag("nullsNotDistinct", unique.nullsNotDistinct)
            text.strings("include", unique.include)
            text.string("onConflict", unique.onConflict?.rawValue)
        case .check(let check):
            text.value("check", check.expression)
            text.flag("notValid", check.isNotValid)
            text.flag("noInherit", check.noInherit)
        case .foreignKey(let key):
            text.strings("foreignKey", key.columns)
            text.value("references", key.referencedTable)
            text.strings("to", key.referencedColumns)
            text.string("onDelete", key.onDelete?.rawValue)
            text.string("onUpdate", key.onUpdate?.rawValue)
            text.string("deferrable", key.deferrable?.rawValue)
            text.flag("notValid", key.isNotValid)
            text.flag("matchFull", key.matchesFull)
            text.strings("onDeleteColumns", key.onDeleteColumns)
        case .exclude(let exclude):
            text.node("exclude") { list in
                for element in exclude.elements {
                    list.string("", element.expression)
                    list.string("with", element.comparison)
                }
            }
            text.string("using", exclude.method)
            text.sql("where", exclude.predicate)
            text.string("deferrable", exclude.deferrable?.rawValue)
            text.strings("include", exclude.include)
        }
        text.string("comment", comment)
    }
}
