import MigrationDSL
import MigratorCore
import MigratorSystem

extension StatementReader {
    mutating func alter() -> KnownStatement? {
        guard let what = word else { return nil }
        index += 1
        switch what {
        case "table": return alterTable()
        case "foreign" where take("table"): return .harmless
        case "index":
            takeIfExists()
            guard let name = name() else { return nil }
            if take("rename", "to") { return plainName().map { .renameIndex(name, to: $0) } }
            return .harmless
        case "view", "materialized":
            if what == "materialized" { _ = take("view") }
            takeIfExists()
            guard let name = name() else { return nil }
            if take("rename", "to") { return plainName().map { .renameView(name, to: $0) } }
            if take("rename") {
                _ = take("column")
                guard let column = plainName(), take("to"), let newName = plainName() else { return nil }
                return .alterTable(.init(table: name, changes: [.renameColumn(column, to: newName)]))
            }
            return .harmless
        case "type": return alterType()
        case "domain": return alterDomain()
        case "system", "database": return .outside("ALTER \(what.uppercased())")
        case "sequence", "function", "procedure", "routine", "aggregate", "schema", "policy", "trigger", "role", "user",
            "group", "extension", "default", "statistics", "publication", "subscription", "collation", "operator",
            "language", "server", "rule", "text", "event", "large", "conversion", "tablespace":
            return .harmless
        default: return nil
        }
    }

    private mutating func alterType() -> KnownStatement? {
        guard let name = name() else { return nil }
        if take("add", "value") {
            takeIfNotExists()
            return label(index).map { .addEnumValue(name, label: $0) }
        }
        if take("rename", "value"), let old = label(index) {
            index += 1
            guard take("to"), let new = label(index) else { return nil }
            return .renameEnumValue(name, label: old, to: new)
        }
        return .harmless
    }

    private mutating func alterDomain() -> KnownStatement? {
        guard let name = name() else { return nil }
        if take("set", "not", "null") { return .constrainDomain(name, isValid: true) }
        guard take("add") else { return .harmless }
        return .constrainDomain(name, isValid: !(has("valid") && has("not")))
    }

    // MARK: Tables

    private mutating func alterTable() -> KnownStatement? {
        // ALTER TABLE ALL IN TABLESPACE moves whatever is there.
        if word == "all", words.keyword(index + 1) == "in" { return nil }
        takeIfExists()
        _ = take("only")
        guard let table = name() else { return nil }
        _ = take("*")
        let changes = words.split(index..<words.count).map { part in
            var reader = StatementReader(words)
            reader.index = part.lowerBound
            return reader.change(to: part.upperBound)
        }
        return .alterTable(.init(table: table, changes: changes))
    }

    private mutating func change(to limit: Int) -> KnownStatement.TableChange {
        let start = index
        let unknown = { (words: StatementWords) in
            KnownStatement.TableChange.other(words.keywords(start..<limit).prefix(3).joined(separator: " "))
        }
        guard let verb = word else { return unknown(words) }
        index += 1
        switch verb {
        case "add": return addition(to: limit) ?? unknown(words)
        case "drop":
            if take("constraint") {
                takeIfExists()
                return plainName().map { .dropConstraint($0, cascade: has("cascade")) } ?? unknown(words)
            }
            _ = take("column")
            let ifExists = takeIfExists()
            guard let name = plainName() else { return unknown(words) }
            return .dropColumn(name, ifExists: ifExists, cascade: word == "cascade")
        case "alter":
            if take("constraint") {
                let name = plainName() ?? ""
                let tail = words.keywords(index..<limit)
                return .alterConstraint(name, isDeferred: tail.contains("initially") && tail.contains("deferred"))
            }
            _ = take("column")
            guard let name = plainName() else { return unknown(words) }
            return columnChange(name, to: limit) ?? unknown(words)
        case "rename": return renaming() ?? unknown(words)
        case "validate":
            _ = take("constraint")
            return plainName().map { .validateConstraint($0) } ?? unknown(words)
        case "attach":
            _ = take("partition")
            guard let name = name() else { return unknown(words) }
            return .attach(name, bound())
        case "detach":
            _ = take("partition")
            guard let name = name() else { return unknown(words) }
            return .detach(name, concurrently: take("concurrently"))
        case "set": return setting(to: limit) ?? unknown(words)
        case "reset" where words.isKind(index, .openParenthesis), "cluster": return .setParameters
        case "enable", "disable": return ["trigger", "replica", "always"].contains(word) ? .trigger : unknown(words)
        default: return unknown(words)
        }
    }

    private mutating func addition(to limit: Int) -> KnownStatement.TableChange? {
        if take("column") {
            let ifNotExists = takeIfNotExists()
            guard var making = column(to: limit) else { return nil }
            making.ifNotExists = ifNotExists
            return .addColumn(making)
        }
        if let constraint = constraint(to: limit) { return .addConstraint(constraint) }
        let ifNotExists = takeIfNotExists()
        guard var making = column(to: limit) else { return nil }
        making.ifNotExists = ifNotExists
        return .addColumn(making)
    }

    private mutating func columnChange(_ name: String, to limit: Int) -> KnownStatement.TableChange? {
        if take("type") || take("set", "data", "type") {
            let end = typeEnd(to: limit)
            let type = SQLType(words, index..<end)
            index = end
            let collates = word == "collate"
            var using: StatementPart?
            if let position = position(of: "using", to: limit) { using = StatementPart(words, position + 1..<limit) }
            return .setType(name, type, using: using, collates: collates)
        }
        if take("set", "not", "null") { return .setNotNull(name) }
        if take("drop", "not", "null") { return .dropNotNull(name) }
        if take("set", "default") { return .setDefault(name, StatementPart(words, index..<limit)) }
        if take("drop", "default") || take("drop", "identity") { return .dropDefault(name) }
        if take("drop", "expression") { return .dropExpression(name) }
        if take("set", "expression") { return .setExpression(name) }
        if take("add", "generated") { return .addIdentity(name) }
        if take("set", "statistics") || take("set", "(") || take("reset") { return .setStatistics }
        if take("set", "storage") || take("set", "compression") { return .setStorage }
        return nil
    }

    private mutating func renaming() -> KnownStatement.TableChange? {
        if take("to") { return plainName().map { .renameTable($0) } }
        if take("constraint") {
            guard let name = plainName(), take("to"), let newName = plainName() else { return nil }
            return .renameConstraint(name, to: newName)
        }
        _ = take("column")
        guard let name = plainName(), take("to"), let newName = plainName() else { return nil }
        return .renameColumn(name, to: newName)
    }

    private mutating func setting(to limit: Int) -> KnownStatement.TableChange? {
        if words.isKind(index, .openParenthesis) { return .setParameters }
        switch word {
        case "schema":
            index += 1
            return plainName().map { .setSchema($0) }
        case "logged", "unlogged", "tablespace": return .rewrite("SET \((word ?? "").uppercased())")
        case "access": return .rewrite("SET ACCESS METHOD")
        case "without": return .setParameters
        default: return nil
        }
    }

    // MARK: DROP

    mutating func drop() -> KnownStatement? {
        guard let what = word else { return nil }
        index += 1
        let kind: KnownStatement.Dropping.Kind
        switch what {
        case "table": kind = .table
        case "index": kind = .index
        case "view": kind = .view
        case "materialized":
            _ = take("view")
            kind = .materializedView
        case "type", "domain": kind = .type
        case "schema": kind = .schema
        case "trigger":
            takeIfExists()
            guard let name = name() else { return nil }
            return .dropTrigger(name.name, on: take("on") ? self.name() : nil)
        case "database", "tablespace", "subscription": return .outside("DROP \(what.uppercased())")
        default: kind = .other
        }
        var dropping = KnownStatement.Dropping(kind: kind, names: [])
        dropping.concurrently = take("concurrently")
        if kind == .other, !Self.droppedByName.contains(what) { return .harmless }
        dropping.ifExists = takeIfExists()
        dropping.names = names()
        dropping.cascade = words.keyword(words.count - 1) == "cascade"
        return .drop(dropping)
    }

    private static let droppedByName: Set<String> = ["sequence", "function", "extension", "procedure", "collation"]
}
