import MigrationDSL
import MigratorCore
import MigratorSystem

extension StatementReader {
    mutating func create() -> KnownStatement? {
        let orReplace = take("or", "replace")
        var isConstraint = false
        while let word,
            [
                "temporary", "temp", "unlogged", "global", "local", "unique", "constraint", "recursive",
                "default", "trusted", "procedural", "foreign", "virtual", "user", "access", "event", "materialized",
            ]
            .contains(word)
        {
            switch word {
            case "unique":
                index += 1
                return take("index") ? createIndex(isUnique: true) : nil
            case "constraint": isConstraint = true
            case "materialized":
                index += 1
                return take("view") ? createMaterializedView() : nil
            case "foreign", "virtual":
                // Of another server or a module: nothing of ours is behind it.
                if words.keyword(index + 1) == "table" { return .harmless }
                return .harmless
            case "user", "access", "event": return .harmless
            default: break
            }
            index += 1
        }
        guard let what = word else { return nil }
        index += 1
        switch what {
        case "table": return createTable()
        case "index": return createIndex(isUnique: false)
        case "view": return createView(orReplace: orReplace)
        case "type": return createType()
        case "domain": return createDomain()
        case "function", "procedure", "aggregate":
            guard let name = name() else { return nil }
            let isVolatile = !["immutable", "stable"].contains { has($0) }
            return .createFunction(name.name, isVolatile: isVolatile)
        case "trigger": return createTrigger(isConstraint: isConstraint)
        case "database", "tablespace", "subscription": return .outside("CREATE \(what.uppercased())")
        case "schema":
            // Its elements would be statements of their own.
            return has("create") ? nil : .harmless
        case "sequence", "extension", "policy", "rule", "statistics", "role", "group", "cast", "operator", "collation",
            "conversion", "language", "publication", "server", "text", "transform":
            return .harmless
        default: return nil
        }
    }

    // MARK: Tables

    private mutating func createTable() -> KnownStatement? {
        let ifNotExists = takeIfNotExists()
        guard let name = name() else { return nil }
        var making = KnownStatement.TableMaking(name: name)
        making.ifNotExists = ifNotExists
        if take("partition", "of") {
            making.parent = self.name()
            if words.isKind(index, .openParenthesis) { index = words.afterParentheses(index) ?? words.count }
            making.bound = bound()
        } else if words.isKind(index, .openParenthesis), let end = words.afterParentheses(index) {
            let parts = words.split(index + 1..<end - 1)
            for part in parts where !part.isEmpty { element(part, of: &making) }
            index = end
        }
        while index < words.count {
            if take("partition", "by") {
                making.isPartitioned = true
                index += 1
                making.partitionColumns = columnList()
            } else if take("as") {
                making.query = rest
                break
            } else if let word {
                making.options.append(word)
                index += 1
            } else {
                index += 1
            }
        }
        // The columns of a copy may be named before the query: they bear no types.
        return .createTable(making)
    }

    private func element(_ part: Range<Int>, of making: inout KnownStatement.TableMaking) {
        var reader = StatementReader(words)
        reader.index = part.lowerBound
        if reader.take("like") {
            making.like = reader.name()
        } else if let constraint = reader.constraint(to: part.upperBound) {
            making.constraints.append(constraint)
        } else if let column = reader.column(to: part.upperBound) {
            making.columns.append(column)
        }
    }

    mutating func bound() -> KnownStatement.PartitionBound? {
        if take("default") { return KnownStatement.PartitionBound(isDefault: true) }
        guard take("for", "values") else { return nil }
        var bound = KnownStatement.PartitionBound()
        if take("from") {
            bound.from = texts()
            if take("to") { bound.to = texts() }
        } else if take("in") {
            bound.values = texts()
        }
        return bound
    }

    /// The texts between the commas of a list in parentheses.
    private mutating func texts() -> [String] {
        guard words.isKind(index, .openParenthesis), let end = words.afterParentheses(index) else { return [] }
        let parts = words.split(index + 1..<end - 1).map { words.text($0) }
        index = end
        return parts
    }

    // MARK: Indexes

    private mutating func createIndex(isUnique: Bool) -> KnownStatement? {
        let concurrently = take("concurrently")
        let ifNotExists = takeIfNotExists()
        var name: ObjectName?
        if word != "on" || words.keyword(index + 1) == "on" { name = self.name() }
        guard take("on") else { return nil }
        let isOnly = take("only")
        guard let table = self.name() else { return nil }
        let text = rest
        if take("using") { index += 1 }
        var columns: [String?] = []
        if words.isKind(index, .openParenthesis), let end = words.afterParentheses(index) {
            columns = words.split(index + 1..<end - 1).map { part in
                // A call or an expression in parentheses is no column.
                guard let name = words.name(part.lowerBound),
                    part.count == 1 || !words.isKind(part.lowerBound + 1, .openParenthesis)
                else { return nil }
                return name
            }
            index = end
        }
        let derived = "\(table.name)_\(columns.map { $0 ?? "expr" }.joined(separator: "_"))_idx"
        var made = KnownIndex(name?.name ?? derived)
        made.columns = columns
        made.isUnique = isUnique
        made.isPartial = position(of: "where") != nil
        made.text = text
        return .createIndex(
            .init(
                index: made,
                schema: name?.schema ?? table.schema,
                table: table,
                concurrently: concurrently,
                ifNotExists: ifNotExists,
                isOnly: isOnly
            )
        )
    }

    // MARK: Views

    private mutating func createView(orReplace: Bool) -> KnownStatement? {
        takeIfNotExists()
        guard let name = name() else { return nil }
        let columns = columnList()
        guard let start = position(of: "as") else { return nil }
        index = start + 1
        return .createView(.init(name: name, columns: columns, query: rest, orReplace: orReplace))
    }

    private mutating func createMaterializedView() -> KnownStatement? {
        let ifNotExists = takeIfNotExists()
        guard let name = name(), let start = position(of: "as") else { return nil }
        var making = KnownStatement.TableMaking(name: name)
        making.ifNotExists = ifNotExists
        making.isMaterializedView = true
        index = start + 1
        making.query = rest
        return .createTable(making)
    }

    // MARK: Types

    private mutating func createType() -> KnownStatement? {
        guard let name = name() else { return nil }
        guard take("as", "enum") else { return .harmless }
        let labels = (index..<words.count).compactMap { label($0) }
        return .createEnum(name, labels: labels)
    }

    /// The value of a plain string.
    func label(_ index: Int) -> String? {
        guard words.isKind(index, .string) else { return nil }
        let text = words.text(index..<index + 1)
        guard text.hasPrefix("'"), text.hasSuffix("'") else { return nil }
        return String(text.dropFirst().dropLast()).replacing("''", with: "'")
    }

    private mutating func createDomain() -> KnownStatement? {
        guard let name = name() else { return nil }
        _ = take("as")
        let end = typeEnd(to: words.count)
        let type = SQLType(words, index..<end)
        let clauses = words.keywords(end..<words.count)
        let isConstrained =
            clauses.contains("check") || zip(clauses, clauses.dropFirst()).contains { $0 == ("not", "null") }
        return .createDomain(name, type, isConstrained: isConstrained)
    }

    private mutating func createTrigger(isConstraint: Bool) -> KnownStatement? {
        takeIfNotExists()
        guard let name = name() else { return nil }
        let text = rest
        guard let on = position(of: "on") else { return nil }
        index = on + 1
        guard let table = self.name() else { return nil }
        return .createTrigger(
            .init(
                name: name.name,
                table: table,
                isDeferred: isConstraint && has("initially") && has("deferred"),
                text: text
            )
        )
    }
}
