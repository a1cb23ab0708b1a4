import MigrationDSL
import MigratorCatalogue
import MigratorDialects
import MigratorSystem

/// A constraint without its name, to be compared with others.
struct ConstraintForm {
    let constraint: Constraint
    /// Its name as the database keeps it.
    let name: ExactText?
    /// Its columns, references and options, in one spelling.
    let structure: String
    /// Its expressions.
    let texts: [ComparedText?]
    /// The columns that it names, under their new names.
    let columns: [String]
    /// The name that the database gives it where it is given none.
    let automatic: AutomaticName

    /// Whether it surely is the same as another, but for its name.
    func isSurely(_ other: ConstraintForm) -> Bool {
        guard structure.isExactly(other.structure), texts.count == other.texts.count else { return false }
        return zip(texts, other.texts).allSatisfy { ours, theirs in
            ours.map { ExactText($0.spelling) } == theirs.map { ExactText($0.spelling) }
        }
    }

    /// Whether it is about the same columns in the same way, whatever else differs.
    func isAbout(_ other: ConstraintForm) -> Bool {
        switch (constraint, other.constraint) {
        case (.primaryKey, .primaryKey): true
        case (.foreignKey, .foreignKey), (.unique, .unique): columns.isExactly(other.columns)
        default: false
        }
    }
}

extension TextSpeller {
    /// The forms of a table's constraints.
    func forms(of table: Table, _ scope: QuestionScope) -> [ConstraintForm] {
        let context = side.context(of: table)
        return table.constraints.map { form(of: $0, in: table, context, scope) }
    }

    private func form(
        of constraint: Constraint,
        in table: Table,
        _ context: ExpressionContext,
        _ scope: QuestionScope
    ) -> ConstraintForm {
        var structure = StructureText()
        var texts: [ComparedText?] = []
        var columns: [String] = []
        func own(_ names: [String]) -> [String] { names.map { side.column($0, of: table.name).text } }
        func text(_ text: String?, _ kind: SchemaQuestion.Kind) -> ComparedText? {
            text.map { expression($0, { scope.question(kind, $0) }, context) }
        }
        switch constraint {
        case .primaryKey(let key):
            columns = own(key.columns)
            structure.add("primary key", columns)
            structure.add("include", own(key.include))
            structure.add("descending", own(key.descending).sorted())
            structure.add("deferrable", key.deferrable?.rawValue)
            structure.add("conflict", key.onConflict)
        case .unique(let unique):
            columns = own(unique.columns)
            structure.add("unique", columns)
            structure.add("include", own(unique.include))
            structure.add("nulls", unique.nullsNotDistinct ? "not distinct" : nil)
            structure.add("deferrable", unique.deferrable?.rawValue)
            structure.add("conflict", unique.onConflict)
        case .check(let check):
            let sql = side.dialect.text(check.expression) ?? ""
            columns = names(in: sql, context)
            structure.add("check", check.noInherit ? "no inherit" : "")
            texts.append(text(sql, .condition))
        case .foreignKey(let key):
            columns = own(key.columns)
            structure.add("foreign key", columns)
            add(key, of: table, to: &structure)
        case .exclude(let exclude):
            columns = exclude.elements.flatMap { names(in: $0.expression, context) }
            structure.add("exclude", exclude.elements.map(\.comparison))
            structure.add("using", exclude.method.lowercased())
            structure.add("include", own(exclude.include))
            structure.add("deferrable", exclude.deferrable?.rawValue)
            texts += exclude.elements.map { text($0.expression, .element) }
            texts.append(text(exclude.predicate, .condition))
        }
        return ConstraintForm(
            constraint: constraint,
            name: constraint.name.map { ExactText(side.dialect.comparedName($0)) },
            structure: structure.text,
            texts: texts,
            columns: columns,
            automatic: AutomaticName(
                constraint,
                table.name.name,
                columns: Self.once(columns),
                limit: side.dialect.comparisonRules.nameLimit
            )
        )
    }

    private func add(_ key: ForeignKey, of table: Table, to structure: inout StructureText) {
        let isInside = side.dialect.keepsKeysInSchema
        let target = isInside ? ObjectName(key.referencedTable.name, schema: table.name.schema) : key.referencedTable
        let targetKey = side.relation(target)
        // Without columns it refers to the other's primary key.
        let usual = key.referencedColumns.isEmpty ? side.table(targetKey)?.primaryKeyColumns ?? [] : []
        let columns = key.referencedColumns.isEmpty ? usual : key.referencedColumns
        structure.add("to", [targetKey.text] + columns.map { side.column($0, of: target).text })
        structure.add("on delete", key.onDelete == .noAction ? nil : key.onDelete?.rawValue)
        structure.add("on update", key.onUpdate == .noAction ? nil : key.onUpdate?.rawValue)
        // With one column there is nothing to match but itself.
        structure.add("match", key.matchesFull && key.columns.count > 1 ? "full" : nil)
        let isSome = key.onDeleteColumns.count < key.columns.count
        let cleared = key.onDeleteColumns.map { side.column($0, of: table.name).text }
        structure.add("on delete of", isSome ? cleared.sorted() : [])
    }

    /// The columns of the table that a text names, each once.
    func names(in text: String, _ context: ExpressionContext) -> [String] {
        let found: [String]
        if let tree = ExpressionParser.tree(of: text, in: context) {
            found = tree.columns
        } else {
            let tokens = ExpressionToken.read(text, side.dialect.kind, takesNamesForText: false) ?? []
            found = tokens.filter { $0.kind == .word || $0.kind == .name }.flatMap { context.column([$0.text]) }
        }
        return Self.once(found.filter { context.columns[ExactText($0)] != nil })
    }

    private static func once(_ names: [String]) -> [String] {
        var seen: Set<ExactText> = []
        return names.filter { seen.insert(ExactText($0)).inserted }
    }

    /// The form of a domain's check.
    func form(of check: Check, of domain: Domain, _ scope: QuestionScope) -> ConstraintForm {
        let sql = side.dialect.text(check.expression) ?? ""
        let text = expression(sql, { scope.question(.domainCheck, $0) }, side.context)
        return ConstraintForm(
            constraint: .check(check),
            name: check.name.map { ExactText(side.dialect.comparedName($0)) },
            structure: "check",
            texts: [text],
            columns: [],
            automatic: AutomaticName(
                domain.name.name,
                [],
                "check",
                limit: side.dialect.comparisonRules.nameLimit
            )
        )
    }
}

/// The parts of a definition, in one text that no other parts make.
struct StructureText {
    private(set) var text = ""

    mutating func add(_ name: String, _ values: [String]) {
        if !values.isEmpty { text += "\(name)\u{1}\(values.joined(separator: "\u{2}"))\u{3}" }
    }

    mutating func add(_ name: String, _ value: String?) {
        if let value { add(name, [value]) }
    }

    mutating func add(_ name: String, _ conflict: ConflictResolution?) {
        // A statement that fails is given up where nothing else is said.
        if conflict != .abort { add(name, conflict?.rawValue) }
    }
}
