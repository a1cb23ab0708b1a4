import MigrationDSL
import MigratorCatalogue
import MigratorDialects
import MigratorSystem

/// An index without its name, to be compared with others.
struct IndexForm {
    let index: Index
    /// The table that it is of, under its new name.
    let table: NameKey
    let structure: String
    let texts: [ComparedText?]
    /// The columns that it names, under their new names.
    let columns: [String]
    let automatic: AutomaticName

    /// Whether it surely is the same as another, but for its name and its storage parameters.
    func isSurely(_ other: IndexForm) -> Bool {
        guard structure.isExactly(other.structure), texts.count == other.texts.count else { return false }
        return zip(texts, other.texts).allSatisfy { ours, theirs in
            ours.map { ExactText($0.spelling) } == theirs.map { ExactText($0.spelling) }
        }
    }
}

extension TextSpeller {
    /// The form of an index of a table or, without one, of a materialized view.
    func form(of index: Index, _ table: Table?, _ scope: QuestionScope) -> IndexForm {
        let context = table.map { side.context(of: $0) } ?? side.context
        var structure = StructureText()
        var texts: [ComparedText?] = []
        var columns: [String] = []
        let key = side.relation(index.table)
        structure.add("table", key.text)
        structure.add("unique", index.isUnique ? "unique" : nil)
        structure.add("method", index.method.map { $0.lowercased() }.flatMap { $0 == "btree" ? nil : $0 })
        structure.add("nulls", index.isUnique && index.nullsNotDistinct ? "not distinct" : nil)
        structure.add("include", index.include.map { side.column($0, of: index.table).text })
        for column in index.columns {
            switch column.key {
            case .column(let name):
                let name = side.column(name, of: index.table)
                columns.append(name.text)
                structure.add("column", name.text)
                let usual = table.flatMap { collation(of: name, in: $0) }
                add(column, context.columns[name], usual, index, &structure)
            case .expression(let sql):
                let text = side.dialect.text(sql) ?? ""
                columns += names(in: text, context)
                structure.add("expression", "")
                let tree = table == nil ? nil : ExpressionParser.tree(of: text, in: context)
                let usual = tree.flatMap { tree in table.flatMap { collation(of: tree, in: $0) } }
                add(column, nil, usual, index, &structure)
                texts.append(expression(text, { scope.question(.expression, $0) }, context))
            }
        }
        let predicate = index.predicate.flatMap { side.dialect.text($0) }
        if let predicate { columns += names(in: predicate, context) }
        texts.append(predicate.map { expression($0, { scope.question(.condition, $0) }, context) })
        return IndexForm(
            index: index,
            table: key,
            structure: structure.text,
            texts: texts,
            columns: columns,
            automatic: AutomaticName(index, limit: side.dialect.comparisonRules.nameLimit)
        )
    }

    private func add(
        _ part: IndexColumn,
        _ type: ComparedType?,
        _ usual: ExactText?,
        _ index: Index,
        _ structure: inout StructureText
    ) {
        let dialect = side.dialect
        structure.add("order", part.isDescending ? "descending" : nil)
        if dialect.comparisonRules.ordersNullsByDirection {
            structure.add("nulls", part.nullsFirst ?? part.isDescending ? "first" : "last")
        }
        // Without one of its own it has that of what it orders by.
        if let own = part.collation.map(comparedCollation), own != usual ?? ExactText("") {
            structure.add("collation", [own.text])
        }
        let given = part.operatorClass ?? ""
        let method = index.method?.lowercased()
        let name = type.map { dialect.comparedOperatorClass(given, of: $0, method: method) } ?? given
        if !given.isEmpty { structure.add("class", name) }
        for (name, value) in part.operatorClassParameters.sorted(by: { $0.key < $1.key }) {
            structure.add("parameter", [name, value])
        }
    }
}
