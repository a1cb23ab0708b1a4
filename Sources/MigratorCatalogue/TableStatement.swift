package import MigrationDSL
import MigratorCore
import MigratorDatabase
import MigratorSystem

/// A statement of SQL, read as far as it makes or changes tables.
package struct TableStatement {
    let words: StatementWords
    private let rules: any CatalogueRules

    /// `nil` for text that cannot be read.
    init?(_ statement: String, _ rules: any CatalogueRules) {
        guard let words = StatementWords(statement, kind: rules.kind) else { return nil }
        self.words = words
        self.rules = rules
    }

    /// The table that it changes, or makes unless it is there.
    package var changedTable: ObjectName? {
        var index = 1
        guard let verb = words.keyword(0), verb == "alter" || verb == "create", words.skip("table", &index) else {
            return nil
        }
        if words.skip("if", &index) { index += verb == "alter" ? 1 : 2 }
        words.skip("only", &index)
        return words.objectName(&index)
    }

    /// Follows what the statement does, or notes that it cannot be followed.
    func apply(to catalogue: inout Catalogue) {
        var index = 1
        switch words.keyword(0) {
        case "create": make(&index, &catalogue)
        case "alter":
            if words.skip("table", &index) { return alter(&index, &catalogue) }
            if !isHarmless(words.keyword(index)) { catalogue.doubt(nil) }
        case "drop":
            if words.skip("table", &index) { return drop(&index, &catalogue) }
            // What goes with a type may be a column.
            if words.keywords(index..<words.count).contains("cascade") { return catalogue.doubt(nil) }
            if !isHarmless(words.keyword(index)) { dropView(&index, &catalogue) }
        case "pragma": if words.keyword(1) == "writable_schema" { catalogue.doubt(nil) }
        case let verb? where Self.dataVerbs.contains(verb): break
        case "select", "with", "explain": if rules.queriesMayDefine { catalogue.doubt(nil) }
        default: catalogue.doubt(nil)
        }
    }

    /// Verbs that change no definition.
    private static let dataVerbs: Set<String> = [
        "insert", "update", "delete", "replace", "values", "truncate", "copy", "merge", "comment", "grant", "revoke",
        "analyze", "reindex", "vacuum", "cluster", "refresh", "lock", "notify", "listen", "unlisten",
    ]

    /// Whether what is made, altered or dropped has no columns to name.
    private func isHarmless(_ what: String?) -> Bool {
        what.map(Self.harmless.contains) ?? false
    }

    private static let harmless: Set<String> = [
        "index", "unique", "trigger", "constraint", "function", "procedure", "aggregate", "operator", "type", "domain",
        "sequence", "collation", "cast", "statistics", "policy", "rule", "role", "user", "event", "publication",
    ]

    private func make(_ index: inout Int, _ catalogue: inout Catalogue) {
        if words.skip("domain", &index) { return domain(&index, &catalogue) }
        if words.skip("or", &index) { index += 1 }
        var isPlain = true
        while let word = words.keyword(index), Self.adjectives.contains(word) {
            isPlain = isPlain && word == "unlogged"
            index += 1
        }
        if isPlain, words.skip("table", &index) { return create(&index, &catalogue) }
        guard words.skip("table", &index) || words.skip("view", &index) else {
            if !isHarmless(words.keyword(index)) { catalogue.doubt(nil) }
            return
        }
        if words.skip("if", &index) { index += 2 }
        catalogue.doubt(words.objectName(&index).map { [$0] })
    }

    private static let adjectives: Set<String> = [
        "unlogged", "temp", "temporary", "global", "local", "materialized", "virtual", "foreign", "recursive",
    ]

    private func dropView(_ index: inout Int, _ catalogue: inout Catalogue) {
        words.skip("materialized", &index)
        guard words.skip("view", &index) else { return catalogue.doubt(nil) }
        if words.skip("if", &index) { index += 1 }
        for part in words.split(index..<words.count) {
            var index = part.lowerBound
            catalogue.doubt(words.objectName(&index).map { [$0] })
        }
    }

    // MARK: CREATE TABLE

    private func create(_ index: inout Int, _ catalogue: inout Catalogue) {
        let ifNotExists = words.skip("if", &index)
        if ifNotExists { index += 2 }
        guard let name = words.objectName(&index) else { return catalogue.doubt(nil) }
        guard words.isKind(index, .openParenthesis), let end = words.afterParentheses(index),
            !words.keywords(end..<words.count).contains("inherits"),
            !words.keywords(end..<words.count).contains("as")
        else {
            return catalogue.forget(name, "it is made as a copy or a part of another table")
        }
        var columns: [ColumnDraft] = []
        var keys: [String] = []
        for part in words.split(index + 1..<end - 1) where !part.isEmpty {
            switch words.keyword(part.lowerBound) {
            case "like": return catalogue.forget(name, "it is made LIKE another table")
            case let word? where Self.constraints.contains(word): keys += primaryKey(part)
            default:
                guard let column = column(part) else { return catalogue.forget(name, "its text cannot be read") }
                columns.append(column)
            }
        }
        for index in columns.indices where keys.hasExactly(columns[index].name) { columns[index].isNullable = false }
        catalogue.make(name, columns, ifNotExists: ifNotExists)
    }

    /// The columns of a constraint that is a primary key.
    private func primaryKey(_ part: Range<Int>) -> [String] {
        var index = part.lowerBound
        if words.skip("constraint", &index) { index += 1 }
        guard words.skip("primary", &index), words.skip("key", &index), words.isKind(index, .openParenthesis),
            let end = words.afterParentheses(index)
        else { return [] }
        return words.split(index + 1..<end - 1).compactMap { words.name($0.lowerBound) }
    }

    /// The words that a constraint of a table begins with.
    private static let constraints: Set<String> = ["constraint", "primary", "unique", "check", "foreign", "exclude"]

    /// The words that end a column's type.
    private static let clauses: Set<String> = [
        "collate", "constraint", "not", "null", "default", "primary", "unique", "check", "references", "generated",
        "storage", "compression", "deferrable", "initially", "using",
    ]

    private func column(_ part: Range<Int>) -> ColumnDraft? {
        guard let name = words.name(part.lowerBound) else { return nil }
        let (type, rest) = type(part.dropFirst())
        guard let type = type ?? (rules.allowsUntypedColumns ? "" : nil) else { return nil }
        var column = ColumnDraft(name: name, type: type)
        read(rest, into: &column)
        return column
    }

    private func type(_ part: Range<Int>) -> (type: String?, rest: Range<Int>) {
        var end = part.lowerBound
        while end < part.upperBound, !Self.clauses.contains(words.keyword(end) ?? "") {
            end = words.isKind(end, .openParenthesis) ? words.afterParentheses(end) ?? part.upperBound : end + 1
        }
        let type = words.text(part.lowerBound..<end)
        return (type.isEmpty ? nil : type, end..<part.upperBound)
    }

    /// The clauses behind a column's type.
    private func read(_ clauses: Range<Int>, into column: inout ColumnDraft) {
        var index = clauses.lowerBound
        while index < clauses.upperBound {
            if words.isKind(index, .openParenthesis) {
                index = words.afterParentheses(index) ?? clauses.upperBound
                continue
            }
            let previous = words.keyword(index - 1)
            switch words.keyword(index) {
            case "null" where previous == "not": column.isNullable = false
            case "key" where previous == "primary": column.isNullable = false
            // Not that of ON DELETE SET DEFAULT, nor of GENERATED BY DEFAULT.
            case "default" where previous != "set" && previous != "by":
                column.hasDefault = words.keyword(index + 1) != "null"
            case "identity":
                column.hasDefault = true
                column.isNullable = false
            case "stored": column.isGenerated = true
            default: break
            }
            index += 1
        }
    }

    private func domain(_ index: inout Int, _ catalogue: inout Catalogue) {
        guard let name = words.objectName(&index) else { return }
        words.skip("as", &index)
        let (type, rest) = type(index..<words.count)
        guard let type else { return }
        var column = ColumnDraft(name: name.name, type: type)
        read(rest, into: &column)
        // A domain may be made of a domain.
        let base = rules.column(column, catalogue.domains)
        column.isNullable = base.isNullable
        column.hasDefault = base.hasDefault
        column.type = rules.domain(type).flatMap { catalogue.domains[ExactText($0)]?.type } ?? type
        catalogue.domains[ExactText(name.name)] = column
    }

    // MARK: ALTER TABLE

    private func alter(_ index: inout Int, _ catalogue: inout Catalogue) {
        if words.skip("if", &index) { index += 1 }
        words.skip("only", &index)
        guard let table = words.objectName(&index) else { return catalogue.doubt(nil) }
        words.skip("*", &index)
        for action in words.split(index..<words.count) { alter(table, action, &catalogue) }
    }

    private func alter(_ table: ObjectName, _ action: Range<Int>, _ catalogue: inout Catalogue) {
        var index = action.lowerBound
        switch words.keyword(index) {
        case "add":
            index += 1
            if words.skip("column", &index) {
                if words.skip("if", &index) { index += 2 }
            } else if Self.constraints.contains(words.keyword(index) ?? "") {
                return catalogue.refuseNull(in: primaryKey(index..<action.upperBound), of: table)
            } else if words.skip("if", &index) {
                index += 2
            }
            guard let column = column(index..<action.upperBound) else { return catalogue.doubt([table]) }
            catalogue.add(column, to: table)
        case "drop":
            index += 1
            guard words.keyword(index) != "constraint" else { return }
            words.skip("column", &index)
            if words.skip("if", &index) { index += 1 }
            if let name = words.name(index) { catalogue.dropColumn(name, from: table) }
        case "alter":
            index += 1
            words.skip("column", &index)
            guard let name = words.name(index) else { return }
            alterColumn(name, of: table, index + 1..<action.upperBound, &catalogue)
        case "rename":
            index += 1
            rename(table, &index, &catalogue)
        case "set":
            index += 1
            if words.skip("schema", &index), let schema = words.name(index) { catalogue.move(table, to: schema) }
        default: break
        }
    }

    private func alterColumn(
        _ name: String,
        of table: ObjectName,
        _ action: Range<Int>,
        _ catalogue: inout Catalogue
    ) {
        let verbs = words.keywords(action)
        catalogue.change(name, of: table) { column in
            if let type = action.first(where: { words.keyword($0) == "type" }), type <= action.lowerBound + 2 {
                column.type = self.type(type + 1..<action.upperBound).type ?? column.type
                return
            }
            switch (verbs.first, verbs.dropFirst().first) {
            case ("set", "default"): column.hasDefault = verbs.dropFirst(2).first != "null"
            case ("drop", "default"), ("drop", "identity"): column.hasDefault = false
            case ("set", "not"): column.isNullable = false
            case ("drop", "not"): column.isNullable = true
            case ("drop", "expression"): column.isGenerated = false
            case ("add", "generated"): column.hasDefault = true
            default: break
            }
        }
    }

    private func rename(_ table: ObjectName, _ index: inout Int, _ catalogue: inout Catalogue) {
        if words.skip("to", &index) {
            if let name = words.name(index) { catalogue.rename(table, to: name) }
            return
        }
        guard words.keyword(index) != "constraint" else { return }
        words.skip("column", &index)
        guard let name = words.name(index), words.keyword(index + 1) == "to", let newName = words.name(index + 2) else {
            return
        }
        catalogue.renameColumn(name, of: table, to: newName)
    }

    // MARK: DROP TABLE

    private func drop(_ index: inout Int, _ catalogue: inout Catalogue) {
        if words.skip("if", &index) { index += 1 }
        for part in words.split(index..<words.count) {
            var index = part.lowerBound
            if let name = words.objectName(&index) { catalogue.remove(name) }
        }
    }
}

extension TableStatement {
    /// An index, as far as a statement tells.
    package enum Index {
        /// It is made; the names are its columns and whatever else its text holds.
        case made(name: String, table: ObjectName, names: [String])
        case dropped(name: String)
    }

    /// The index that the statement is about.
    package var index: Index? {
        var index = 1
        switch words.keyword(0) {
        case "create":
            words.skip("unique", &index)
            guard words.skip("index", &index) else { return nil }
            words.skip("concurrently", &index)
            if words.skip("if", &index) { index += 2 }
            guard let name = words.objectName(&index), words.skip("on", &index) else { return nil }
            words.skip("only", &index)
            guard let table = words.objectName(&index) else { return nil }
            return .made(name: name.name, table: table, names: (index..<words.count).compactMap(words.name))
        case "drop":
            guard words.skip("index", &index) else { return nil }
            words.skip("concurrently", &index)
            if words.skip("if", &index) { index += 1 }
            return words.objectName(&index).map { .dropped(name: $0.name) }
        default: return nil
        }
    }
}
