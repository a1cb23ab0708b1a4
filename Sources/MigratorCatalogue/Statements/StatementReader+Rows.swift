package import MigrationDSL
import MigratorCore
import MigratorSystem

extension StatementReader {
    /// What changes rows, with what stands before it in WITH.
    mutating func rows(_ verb: String) -> KnownStatement? {
        var verb = verb
        if verb == "with" {
            // A change within WITH is one as well; the last statement is looked at.
            let changing: Set<String> = ["insert", "update", "delete", "merge"]
            let hidden = (0..<words.count).contains { index in
                changing.contains(words.keyword(index) ?? "") && words.isKind(index - 1, .openParenthesis)
            }
            if hidden { return .uninspected("WITH holds a statement that changes rows") }
            guard
                let start = ["insert", "update", "delete", "select", "merge", "values"]
                    .compactMap({ position(of: $0) }).min(), let word = words.keyword(start)
            else { return nil }
            if word == "select" || word == "values" { return .query(StatementPart(words, 0..<words.count)) }
            verb = word
            index = start + 1
        }
        let all = StatementPart(words, 0..<words.count)
        switch verb {
        case "insert", "replace":
            if take("or") { index += 1 }
            guard take("into"), let table = name() else { return nil }
            if take("as") { index += 1 }
            var change = KnownStatement.RowsChange(kind: .insert, table: table, all: all)
            change.columns = columnList()
            if take("overriding") { index += 2 }
            if word == "select" || word == "with" || words.isKind(index, .openParenthesis) {
                let end = position(of: "conflict").map { $0 - 1 } ?? position(of: "returning") ?? words.count
                change.query = StatementPart(words, index..<end)
            }
            return .rows(change)
        case "update":
            if take("or") { index += 1 }
            _ = take("only")
            guard let table = name() else { return nil }
            var change = KnownStatement.RowsChange(kind: .update, table: table, all: all)
            change.condition = condition()
            return .rows(change)
        case "delete":
            guard take("from") else { return nil }
            _ = take("only")
            guard let table = name() else { return nil }
            var change = KnownStatement.RowsChange(kind: .delete, table: table, all: all)
            change.condition = condition()
            return .rows(change)
        default: return .uninspected("which rows MERGE changes is not read")
        }
    }

    private func condition() -> StatementPart? {
        guard let start = position(of: "where") else { return nil }
        let end = position(of: "returning", from: start) ?? position(of: "limit", from: start) ?? words.count
        return StatementPart(words, start + 1..<end)
    }
}

extension StatementPart {
    /// The tables that a query reads, by the words before their names.
    package var tables: [ObjectName] {
        range.compactMap { index in
            guard let word = words.keyword(index), ["from", "join", "update", "into"].contains(word) else { return nil }
            var next = index + 1
            words.skip("only", &next)
            guard let name = words.objectName(&next), !words.isKind(next, .openParenthesis) else { return nil }
            return name
        }
    }

    /// The names of what a query answers; `nil` where they cannot be told.
    ///
    /// - Parameter columns: The columns of a table.
    /// - Returns: The names, in order.
    package func output(_ columns: (ObjectName) -> [String]?) -> [String]? {
        var index = range.lowerBound
        guard words.skip("select", &index) else { return nil }
        words.skip("distinct", &index)
        var end = index
        while end < range.upperBound, words.keyword(end) != "from" {
            end = words.isKind(end, .openParenthesis) ? words.afterParentheses(end) ?? range.upperBound : end + 1
        }
        var names: [String] = []
        for part in words.split(index..<min(end, range.upperBound)) {
            if words.text(part.upperBound - 1..<part.upperBound) == "*" {
                let tables = self.tables
                guard !tables.isEmpty else { return nil }
                for table in tables {
                    guard let all = columns(table) else { return nil }
                    names += all
                }
            } else if let name = words.name(part.upperBound - 1) {
                names.append(name)
            } else if words.isKind(part.upperBound - 1, .closeParenthesis), let name = words.name(part.lowerBound) {
                names.append(name)
            } else {
                return nil
            }
        }
        return names
    }
}
