import MigrationDSL
package import MigratorCore
import MigratorDatabase
import MigratorSystem

/// Recognises the statements that matter to a running system, in the SQL of any database.
package struct StatementReader {
    let words: StatementWords
    var index = 0

    package init(_ words: StatementWords) { self.words = words }

    /// What a statement is.
    package static func read(_ words: StatementWords) -> KnownStatement {
        guard words.count > 0 else { return .harmless }
        var reader = StatementReader(words)
        return reader.statement() ?? .uninspected("this statement is of no form that is known")
    }

    // MARK: Words

    var word: String? { words.keyword(index) }
    var rest: StatementPart { StatementPart(words, min(index, words.count)..<words.count) }

    mutating func take(_ text: String...) -> Bool {
        let start = index
        for text in text where !words.skip(text, &index) {
            index = start
            return false
        }
        return true
    }

    @discardableResult
    mutating func takeIfExists() -> Bool { take("if", "exists") }
    @discardableResult
    mutating func takeIfNotExists() -> Bool { take("if", "not", "exists") }

    mutating func name() -> ObjectName? { words.objectName(&index) }

    mutating func plainName() -> String? {
        guard let name = words.name(index) else { return nil }
        index += 1
        return name
    }

    /// The names between commas.
    mutating func names() -> [ObjectName] {
        var names: [ObjectName] = []
        repeat {
            _ = take("only")
            guard let name = name() else { break }
            _ = take("*")
            // The arguments of a function.
            if words.isKind(index, .openParenthesis) { index = words.afterParentheses(index) ?? words.count }
            names.append(name)
        } while take(",")
        return names
    }

    /// The columns in parentheses.
    mutating func columnList() -> [String] {
        guard words.isKind(index, .openParenthesis), let end = words.afterParentheses(index) else { return [] }
        let names = words.split(index + 1..<end - 1).compactMap { words.name($0.lowerBound) }
        index = end
        return names
    }

    func has(_ word: String) -> Bool { (index..<words.count).contains { words.keyword($0) == word } }

    /// Where a word stands outside of parentheses.
    func position(of word: String, from start: Int? = nil, to end: Int? = nil) -> Int? {
        var index = start ?? self.index
        let end = end ?? words.count
        while index < end {
            if words.keyword(index) == word { return index }
            index = words.isKind(index, .openParenthesis) ? words.afterParentheses(index) ?? end : index + 1
        }
        return nil
    }

    // MARK: Statements

    private mutating func statement() -> KnownStatement? {
        guard let verb = word else {
            return words.isKind(0, .openParenthesis) ? .query(StatementPart(words, 0..<words.count)) : nil
        }
        index = 1
        switch verb {
        case "create": return create()
        case "alter": return alter()
        case "drop": return drop()
        case "truncate":
            _ = take("table")
            return .truncate(names())
        case "insert", "replace", "update", "delete", "with", "merge": return rows(verb)
        case "select", "values", "table": return query()
        case "reindex": return reindex()
        case "refresh":
            guard take("materialized", "view") else { return nil }
            let concurrently = take("concurrently")
            return name().map { .refresh($0, concurrently: concurrently) }
        case "vacuum": return vacuum()
        case "cluster":
            _ = take("verbose")
            return .cluster(name())
        case "lock":
            _ = take("table")
            let tables = names()
            let mode =
                take("in") ? words.keywords(index..<words.count).prefix { $0 != "mode" } : ["access", "exclusive"]
            return .lockTables(tables, mode: mode.joined(separator: " "))
        case "set", "reset": return setting(verb)
        case "pragma": return pragma()
        case "begin", "commit", "end", "abort", "start", "rollback", "prepare":
            if verb == "prepare", word != "transaction" { return .uninspected("PREPARE may hold anything") }
            if verb == "rollback", has("to") { return .harmless }
            return .transactionControl(verb.uppercased())
        case "do": return .uninspected("DO runs code that only the server reads")
        case "execute": return .uninspected("EXECUTE runs what was prepared elsewhere")
        case "call": return .uninspected("CALL runs a procedure, whose body is not read")
        case "copy", "comment", "grant", "revoke", "savepoint", "release", "show", "analyze", "explain", "notify",
            "listen", "unlisten", "security", "deallocate", "discard", "checkpoint", "reassign", "fetch", "close":
            return .harmless
        case "attach", "detach": return .outside(verb.uppercased())
        default: return nil
        }
    }

    private mutating func query() -> KnownStatement {
        let part = StatementPart(words, 0..<words.count)
        // SELECT … INTO makes a table.
        if let into = position(of: "into"), let from = position(of: "from"), into < from {
            index = into + 1
            _ = take("temporary") || take("temp") || take("unlogged")
            _ = take("table")
            if let name = name() {
                var making = KnownStatement.TableMaking(name: name)
                making.query = part
                return .createTable(making)
            }
        }
        return .query(part)
    }

    private mutating func reindex() -> KnownStatement? {
        var concurrently = false
        if words.isKind(index, .openParenthesis), let end = words.afterParentheses(index) {
            concurrently = words.keywords(index..<end).contains("concurrently")
            index = end
        }
        guard let what = word, ["index", "table", "schema", "database", "system"].contains(what) else {
            // SQLite's, of a table, an index or all.
            return .reindex(.init(what: "table", name: name(), concurrently: false))
        }
        index += 1
        if take("concurrently") { concurrently = true }
        return .reindex(.init(what: what, name: name(), concurrently: concurrently))
    }

    private mutating func vacuum() -> KnownStatement {
        var isFull = false
        if words.isKind(index, .openParenthesis), let end = words.afterParentheses(index) {
            let options = words.split(index + 1..<end - 1)
            isFull = options.contains { option in
                words.keyword(option.lowerBound) == "full"
                    && !["false", "off", "0"].contains(
                        words.text(option.lowerBound + 1..<option.upperBound).lowercased()
                    )
            }
            index = end
        }
        while let word, ["full", "freeze", "verbose", "analyze", "into"].contains(word) {
            if word == "full" { isFull = true }
            index += 1
            if word == "into" { return .vacuum(isFull: false, []) }
        }
        return .vacuum(isFull: isFull, names())
    }

    private mutating func setting(_ verb: String) -> KnownStatement {
        if verb == "set", take("constraints") {
            return words.keyword(words.count - 1) == "immediate" ? .setConstraintsImmediate : .harmless
        }
        _ = take("local") || take("session")
        if verb == "set", take("time", "zone") { return .set("timezone", to: value()) }
        guard let first = words.name(index)?.lowercased() else { return .harmless }
        index += 1
        guard verb == "set" else { return .set(first, to: "default") }
        guard take("=") || take("to") else { return .harmless }
        return .set(first, to: value())
    }

    private func value() -> String {
        var text = words.text(index..<words.count).lowercased()
        if text.hasPrefix("'"), text.hasSuffix("'"), text.count > 1 { text = String(text.dropFirst().dropLast()) }
        return text
    }

    private mutating func pragma() -> KnownStatement? {
        guard let name = name() else { return nil }
        var value = words.text(index..<words.count).lowercased()
        value.removeAll { "=()'\" ".contains($0) }
        return .pragma(name.name.lowercased(), to: value.isEmpty ? nil : value)
    }
}
