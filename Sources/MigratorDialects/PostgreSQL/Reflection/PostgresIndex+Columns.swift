import MigrationDSL
import MigratorCore
import MigratorDatabase

extension PostgresIndex {
    /// What it orders by, in the DSL's words; nothing for an index that they cannot say.
    ///
    /// Collations and operator classes are taken from the definition, in which the server writes those that do not go
    /// without saying.
    ///
    /// - Parameter names: The names of the columns that it orders by, without its expressions.
    /// - Returns: The columns and expressions, in order.
    func columns(named names: [String]) -> [IndexColumn]? {
        guard let list = PostgresServerText.brackets(definition)?.within else { return nil }
        let elements = PostgresServerText.parts(list)
        guard elements.count == keys.count, orders.count >= keys.count else { return nil }
        var names = names[...]
        var expressions = expressions[...]
        var columns: [IndexColumn] = []
        for (position, element) in elements.enumerated() {
            let key: String
            var column: IndexColumn
            if keys[position] == 0 {
                guard let expression = expressions.popFirst() else { return nil }
                key = expression
                column = .expression(SQLText(PostgresServerText.expression(expression)))
            } else {
                guard let name = names.popFirst() else { return nil }
                key = element.utf8.first == UInt8(ascii: "\"") ? TableName.quote(name) : name
                column = .column(name)
            }
            guard element.utf8.starts(with: key.utf8) else { return nil }
            guard let whole = column.with(Array(element.utf8.dropFirst(key.utf8.count))) else { return nil }
            column = whole
            let isDescending = orders[position] & 1 != 0
            let nullsFirst = orders[position] & 2 != 0
            if isDescending { column = column.descending() }
            if isDescending != nullsFirst { column = column.nulls(first: nullsFirst) }
            columns.append(column)
        }
        return columns
    }
}

extension IndexColumn {
    /// The column with what stands behind it: a collation, an operator class with parameters, an order.
    ///
    /// - Returns: `nil` if that is not all.
    fileprivate func with(_ bytes: [UInt8]) -> IndexColumn? {
        var tokens = PostgresServerText.tokens(bytes)[...]
        func text(_ token: SQLToken?) -> String { token.map { bytes.text($0.start..<$0.end) } ?? "" }
        func name() -> String {
            var name = ""
            while let token = tokens.popFirst() {
                name += text(token)
                guard text(tokens.first) == ".", tokens.popFirst() != nil else { break }
                name += "."
            }
            return name
        }
        var column = self
        if text(tokens.first) == "COLLATE" {
            tokens.removeFirst()
            column = column.collate(SQLText(name()))
        }
        if let token = tokens.first, token.kind == .word || token.kind == .quotedIdentifier,
            !Self.orders.contains(text(token))
        {
            let name = name()
            var parameters: [String: String] = [:]
            if tokens.first?.kind == .openParenthesis, let start = tokens.first?.start,
                let end = tokens.firstIndex(where: { $0.kind == .closeParenthesis })
            {
                for parameter in PostgresServerText.parts(bytes.text(start + 1..<tokens[end].start)) {
                    let parts = PostgresServerText.parts(parameter, at: "=")
                    guard parts.count == 2 else { return nil }
                    parameters[parts[0]] = PostgresServerText.literal(parts[1])?.content ?? parts[1]
                }
                tokens = tokens[(end + 1)...]
            }
            column = column.operatorClass(name, parameters)
        }
        return tokens.allSatisfy { Self.orders.contains(text($0)) } ? column : nil
    }

    private static let orders: Set<String> = ["ASC", "DESC", "NULLS", "FIRST", "LAST"]
}
