import Database
import MigrationDSL

extension SQLiteDialect {
    func update(_ update: UpdateRows) throws(MigratorError) -> String {
        guard !update.values.fields.isEmpty else {
            throw MigratorError(.invalidRevision, "\(update.summary) sets no column")
        }
        var settings: [String] = []
        for field in update.values.fields { settings.append("\(quote(field.name)) = \(try literal(field.value))") }
        let condition = try self.condition(update.predicate)
        return "UPDATE \(quote(update.table)) SET \(settings.joined(separator: ", "))" + condition
    }

    func delete(_ delete: DeleteRows) throws(MigratorError) -> String {
        "DELETE FROM \(quote(delete.table))" + (try condition(delete.predicate))
    }

    private func condition(_ predicate: Predicate) throws(MigratorError) -> String {
        if case .everyRow = predicate { return "" }
        return " WHERE " + (try text(of: predicate))
    }

    private func text(of predicate: Predicate) throws(MigratorError) -> String {
        switch predicate {
        case .everyRow: return "1"
        case .comparison(let column, .like, .text(let pattern)):
            // SQLite's LIKE takes upper and lower case for the same, PostgreSQL's and GLOB do not.
            return "\(quote(column)) GLOB \(try literal(.text(Self.glob(pattern))))"
        case .comparison(let column, let comparison, let value):
            return "\(quote(column)) \(comparison.rawValue) \(try literal(value))"
        case .null(let column, let isNull): return "\(quote(column)) IS \(isNull ? "" : "NOT ")NULL"
        case .oneOf(_, let values) where values.isEmpty: return "0"
        case .oneOf(let column, let values):
            var list: [String] = []
            for value in values { list.append(try literal(value)) }
            return "\(quote(column)) IN (\(list.joined(separator: ", ")))"
        case .all(let parts): return try join(parts, " AND ", empty: "1")
        case .any(let parts): return try join(parts, " OR ", empty: "0")
        case .not(let part): return "NOT (\(try text(of: part)))"
        }
    }

    private func join(_ parts: [Predicate], _ word: String, empty: String) throws(MigratorError) -> String {
        guard !parts.isEmpty else { return empty }
        var texts: [String] = []
        for part in parts { texts.append("(\(try text(of: part)))") }
        return texts.joined(separator: word)
    }

    /// A pattern of LIKE, its `\` escapes included, as one of GLOB.
    private static func glob(_ pattern: String) -> String {
        var glob = ""
        var isEscaped = false
        for character in pattern {
            switch character {
            case "\\" where !isEscaped:
                isEscaped = true
                continue
            case "%" where !isEscaped: glob += "*"
            case "_" where !isEscaped: glob += "?"
            case "*", "?", "[": glob += "[\(character)]"
            default: glob.append(character)
            }
            isEscaped = false
        }
        return glob
    }

    func literal(_ value: Value) throws(MigratorError) -> String {
        switch value {
        case .null: return "NULL"
        case .bool(let value): return value ? "1" : "0"
        case .int(let value): return String(value)
        case .double(let value):
            guard value.isFinite else {
                throw MigratorError(.invalidRevision, "a number in a revision is not finite")
            }
            return value.description
        case .decimal(let digits):
            guard Self.isDecimal(digits) else {
                throw MigratorError(.invalidRevision, "a decimal in a revision is no number")
            }
            return digits
        case .text(let text): return try string(text)
        case .bytes(let bytes): return "X'\(Value.hexadecimal(bytes))'"
        case .uuid(let text): return try string(text.lowercased())
        case .json, .array, .object: return try string(value.jsonText)
        case .date(let text):
            guard let date = CalendarDate(text) else {
                throw MigratorError(.invalidRevision, "a date in a revision is no date; write YYYY-MM-DD")
            }
            return try string(date.description)
        case .timestamp(let text):
            guard let timestamp = Timestamp(text) else {
                throw MigratorError(.invalidRevision, "a timestamp in a revision is none; write YYYY-MM-DD HH:MM:SS")
            }
            return try string(timestamp.description)
        }
    }

    private func string(_ text: String) throws(MigratorError) -> String {
        guard !text.utf8.contains(0) else {
            throw MigratorError(.invalidRevision, "a text in a revision holds the character U+0000")
        }
        return "'" + text.replacing("'", with: "''") + "'"
    }

    private static func isDecimal(_ text: String) -> Bool {
        let digits = text.hasPrefix("-") ? text.dropFirst() : text[...]
        let parts = digits.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count <= 2
            && parts.allSatisfy { part in
                !part.isEmpty && part.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
            }
    }
}
