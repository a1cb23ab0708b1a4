import MigrationDSL
import MigratorCore
import MigratorSystem

extension StatementReader {
    /// The words that end a column's type.
    private static let clauses: Set<String> = [
        "collate", "constraint", "not", "null", "default", "primary", "unique", "check", "references", "generated",
        "as", "storage", "compression", "deferrable", "initially", "using", "on", "autoincrement",
    ]

    /// The index behind the type that begins here.
    func typeEnd(to limit: Int) -> Int {
        var end = index
        while end < limit, !Self.clauses.contains(words.keyword(end) ?? "") {
            end = words.isKind(end, .openParenthesis) ? words.afterParentheses(end) ?? limit : end + 1
        }
        return min(end, limit)
    }

    /// A column's definition.
    mutating func column(to limit: Int) -> KnownStatement.ColumnMaking? {
        guard let name = plainName() else { return nil }
        let end = typeEnd(to: limit)
        let type = SQLType(words, index..<end)
        var making = KnownStatement.ColumnMaking(column: KnownColumn(name, type))
        if type.isSerial { making.column.isNullable = false }
        index = end
        var constraintName: String?
        while index < limit {
            let start = index
            guard let word else {
                index = words.isKind(index, .openParenthesis) ? words.afterParentheses(index) ?? limit : index + 1
                continue
            }
            index += 1
            switch word {
            case "constraint": constraintName = plainName()
            case "not" where take("null"):
                making.column.isNullable = false
                if take("not", "valid") { making.column.isNullable = true }
            case "default":
                let end = expressionEnd(to: limit)
                making.column.defaultValue = StatementPart(words, index..<end)
                index = end
            case "generated":
                _ = take("always") || take("by", "default")
                guard take("as") else { break }
                if take("identity") {
                    making.column.isIdentity = true
                    making.column.isNullable = false
                } else {
                    generation(&making, limit)
                }
            // SQLite's short form.
            case "as": generation(&making, limit)
            case "primary":
                _ = take("key")
                making.column.isNullable = false
                add(.primaryKey, &constraintName, &making)
            case "unique": add(.unique, &constraintName, &making)
            case "check":
                let condition = index
                index = words.afterParentheses(index) ?? limit
                add(.check, &constraintName, &making)
                let last = making.constraints.count - 1
                making.constraints[last].condition = StatementPart(words, condition..<index)
                if take("not", "valid") { making.constraints[last].isValid = false }
                if take("not", "enforced") { making.constraints[last].isEnforced = false }
            case "references":
                index = start
                add(.foreignKey, &constraintName, &making)
                reference(into: &making.constraints[making.constraints.count - 1], to: limit)
            default: break
            }
        }
        return making
    }

    private mutating func generation(_ making: inout KnownStatement.ColumnMaking, _ limit: Int) {
        guard words.isKind(index, .openParenthesis) else { return }
        let end = words.afterParentheses(index) ?? limit
        making.column.generation = StatementPart(words, index..<end)
        index = end
        if take("stored") { making.column.isStored = true } else { _ = take("virtual") }
    }

    private func add(
        _ kind: KnownConstraint.Kind,
        _ name: inout String?,
        _ making: inout KnownStatement.ColumnMaking
    ) {
        var constraint = KnownConstraint(kind)
        constraint.name = name
        constraint.columns = [making.column.name]
        making.constraints.append(constraint)
        name = nil
    }

    /// The index behind a default's expression.
    private func expressionEnd(to limit: Int) -> Int {
        let ends: Set<String> = [
            "not", "constraint", "primary", "unique", "check", "references", "generated", "collate", "null", "as",
        ]
        var end = index
        while end < limit {
            if end > index, let word = words.keyword(end), ends.contains(word) {
                // IS NOT NULL and the like belong to the expression.
                if !["is", "not"].contains(words.keyword(end - 1) ?? "") { break }
            }
            end = words.isKind(end, .openParenthesis) ? words.afterParentheses(end) ?? limit : end + 1
        }
        return min(end, limit)
    }

    // MARK: Constraints

    /// A constraint of a table; `nil`, with nothing read, if a column stands here.
    mutating func constraint(to limit: Int) -> KnownConstraint? {
        let start = index
        var name: String?
        if take("constraint") { name = plainName() }
        guard var constraint = constraintBody(to: limit) else {
            index = start
            return nil
        }
        constraint.name = name
        return constraint
    }

    private mutating func constraintBody(to limit: Int) -> KnownConstraint? {
        guard let word else { return nil }
        let start = index
        index += 1
        var made: KnownConstraint
        switch word {
        case "primary" where take("key"): made = keyed(.primaryKey)
        case "unique" where words.isKind(index, .openParenthesis) || isWord(index, ["using", "nulls"]):
            if take("nulls") {
                _ = take("not")
                _ = take("distinct")
            }
            made = keyed(.unique)
        case "check" where words.isKind(index, .openParenthesis):
            made = KnownConstraint(.check)
            let condition = index
            index = words.afterParentheses(index) ?? limit
            made.condition = StatementPart(words, condition..<index)
        case "foreign" where take("key"):
            made = KnownConstraint(.foreignKey)
            made.columns = columnList()
            reference(into: &made, to: limit)
        case "exclude": made = KnownConstraint(.exclude)
        case "not" where take("null"):
            made = KnownConstraint(.notNull)
            if let column = plainName() { made.columns = [column] }
        default:
            index = start
            return nil
        }
        let tail = words.keywords(index..<limit)
        for (word, next) in zip(tail, tail.dropFirst() + [""]) {
            switch (word, next) {
            case ("not", "valid"): made.isValid = false
            case ("not", "enforced"): made.isEnforced = false
            case ("initially", "deferred"): made.isDeferred = true
            default: break
            }
        }
        index = limit
        return made
    }

    private func isWord(_ index: Int, _ words: Set<String>) -> Bool { words.contains(self.words.keyword(index) ?? "") }

    private mutating func keyed(_ kind: KnownConstraint.Kind) -> KnownConstraint {
        var made = KnownConstraint(kind)
        if take("using", "index") {
            made.index = name()?.name
        } else {
            made.columns = columnList()
        }
        return made
    }

    /// The table that a foreign key refers to, and what becomes of rows whose parent goes.
    private mutating func reference(into made: inout KnownConstraint, to limit: Int) {
        guard take("references") else { return }
        made.references = name()
        made.referencedColumns = columnList()
        while index < limit {
            if take("on", "delete") {
                let first = word ?? ""
                index += 1
                if first == "set" || first == "no", let second = word {
                    made.onDelete = "\(first) \(second)"
                    index += 1
                } else {
                    made.onDelete = first
                }
                if words.isKind(index, .openParenthesis) { index = words.afterParentheses(index) ?? limit }
            } else if take("on", "update") {
                index += 1
                _ = take("null") || take("default") || take("action")
            } else if take("initially", "deferred") {
                made.isDeferred = true
            } else if take("initially", "immediate") || take("deferrable") || take("not", "deferrable")
                || take("match", "full") || take("match", "simple") || take("match", "partial")
            {
                continue
            } else if take("not", "valid") {
                made.isValid = false
            } else if take("not", "enforced") {
                made.isEnforced = false
            } else {
                return
            }
        }
    }
}
