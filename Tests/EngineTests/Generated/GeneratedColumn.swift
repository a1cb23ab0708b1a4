import MigrationDSL
import MigratorDatabase

/// A column as the generator knows it.
struct GeneratedColumn {
    var name: String
    var type: ColumnType
    var isNullable = true
    var defaultValue: DefaultValue?
    var identity: Column.Identity?
    var generation: SQLText?
    var isStored = true
    var collation: SQLText?
    var comment: String?

    /// Whether it has a value of its own in each row.
    var isDistinct = false
    /// Whether no row leaves it null.
    var isFilled = false
    /// Whether it may go and come back: what it once was asks nothing of values that are lost.
    var mayGo = true
    /// The values of its enum, if its type is one.
    var labels: [String] = []

    var column: Column {
        var column = Column(name, type)
        if !isNullable { column = column.notNull() }
        if let defaultValue { column = column.default(defaultValue) }
        if let identity { column = column.identity(identity) }
        if let generation { column = column.generated(as: generation, stored: isStored) }
        if let collation { column = column.collate(collation) }
        if let comment { column = column.comment(comment) }
        return column
    }

    /// Whether rows give it a value.
    var isGiven: Bool { identity == nil && generation == nil }

    /// The value of the row of a number; null where rows cannot say one that counts.
    func value(_ number: Int) -> Value {
        guard isFilled || !isNullable else { return .null }
        return switch type.kind {
        case .smallInt, .integer, .bigInt: .int(Int64(number))
        case .real, .double: .double(Double(number) + 0.5)
        case .decimal: .decimal("\(number).25")
        case .boolean: .bool(number % 2 == 0)
        case .text, .string: .text("it's \"\(number)\" größer\\")
        case .char: .text("c\(number)")
        case .bytes: .bytes([0, 255, UInt8(number % 256)])
        case .uuid: .uuid("00000000-0000-4000-8000-" + String(String(1_000_000_000_000 + number).dropFirst()))
        case .json, .jsonb: .object([.init("n", .int(Int64(number))), .init("t", .text("a\"b"))])
        case .date: .date("2026-01-\(10 + number % 18)")
        case .time: .text("10:11:\(10 + number % 50)")
        case .timestamp, .timestampTZ: .timestamp("2026-01-01 10:11:\(10 + number % 50)")
        case .interval: .text("1 day")
        case .enumeration: .text(labels.isEmpty ? "" : labels[number % labels.count])
        // Arrays, types of each database's own, and types that no generated column has.
        default: .null
        }
    }

    /// An expression that is true of all values it is given.
    var truth: String? {
        switch type.kind {
        case .smallInt, .integer, .bigInt, .real, .double: "\(name.quoted) > -5"
        case .decimal: "\(name.quoted) <> 3"
        case .text, .string: "length(\(name.quoted)) < 1000 AND \(name.quoted) <> 'no; \"way\"'"
        default: nil
        }
    }
}
