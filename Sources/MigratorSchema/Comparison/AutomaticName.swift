import MigrationDSL
import MigratorDialects
import MigratorSystem

/// The names that the database gives by itself: table, columns and what it is, cut where they are too long, and
/// numbered where another object has the name.
///
/// As `makeObjectName` in PostgreSQL's `src/backend/commands/indexcmds.c`.
struct AutomaticName {
    private let table: String
    private let columns: String?
    private let label: String
    private let limit: Int?

    init(_ table: String, _ columns: [String], _ label: String, limit: Int?) {
        self.table = table
        self.columns = columns.isEmpty ? nil : columns.joined(separator: "_")
        self.label = label
        self.limit = limit
    }

    /// The name of a constraint that is given none; of a check, by the columns that its expression names.
    init(_ constraint: Constraint, _ table: String, columns: [String], limit: Int?) {
        switch constraint {
        case .primaryKey: self.init(table, [], "pkey", limit: limit)
        case .unique(let unique): self.init(table, unique.columns, "key", limit: limit)
        case .foreignKey(let key): self.init(table, key.columns, "fkey", limit: limit)
        case .check: self.init(table, columns.count == 1 ? columns : [], "check", limit: limit)
        case .exclude: self.init(table, columns, "excl", limit: limit)
        }
    }

    /// The name of an index that is given none.
    init(_ index: Index, limit: Int?) {
        let columns = index.columns.map { column in
            if case .column(let name) = column.key { name } else { "expr" }
        }
        self.init(index.table.name, columns, "idx", limit: limit)
    }

    /// The name where no other object has it.
    var first: String { name(number: "") }

    /// Whether a name is one of these, with a number or without.
    func matches(_ name: String) -> Bool {
        if name.isExactly(first) { return true }
        let digits = String(name.reversed().prefix { ("0"..."9").contains($0) }.reversed())
        return (1...max(1, digits.count)).contains { name.isExactly(self.name(number: String(digits.suffix($0)))) }
    }

    /// The name with a number behind it, as where others are taken.
    func name(number: String) -> String {
        let tail = "_" + label + number
        var (first, second) = (Array(table.utf8), Array((columns ?? "").utf8))
        if let limit {
            let room = max(0, limit - tail.utf8.count - (columns == nil ? 0 : 1))
            var (left, right) = (first.count, second.count)
            while left + right > room { if left > right { left -= 1 } else { right -= 1 } }
            (first, second) = (Self.cut(first, to: left), Self.cut(second, to: right))
        }
        let middle = columns == nil ? "" : "_" + String(decoding: second, as: UTF8.self)
        return String(decoding: first, as: UTF8.self) + middle + tail
    }

    /// The longest start of at most so many bytes that ends with a whole character.
    private static func cut(_ text: [UInt8], to count: Int) -> [UInt8] {
        guard text.count > count else { return text }
        var count = count
        while count > 0, text[count] & 0xC0 == 0x80 { count -= 1 }
        return Array(text.prefix(count))
    }
}
