extension Constraint: CanonicallySpelled {
    package func spell(into text: inout CanonicalText) {
        text.string("name", name)
        switch self {
        case .primaryKey(let key):
            text.strings("primaryKey", key.columns)
        case .unique(let unique):
            text.strings("unique", unique.columns)
            text.string("deferrable", unique.deferrable?.rawValue)
        case .check(let check):
            text.value("check", check.expression)
            text.flag("notValid", check.isNotValid)
        case .foreignKey(let key):
            text.strings("foreignKey", key.columns)
            text.value("references", key.referencedTable)
            text.strings("to", key.referencedColumns)
            text.string("onDelete", key.onDelete?.rawValue)
            text.string("onUpdate", key.onUpdate?.rawValue)
            text.string("deferrable", key.deferrable?.rawValue)
            text.flag("notValid", key.isNotValid)
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
        }
    }
}
