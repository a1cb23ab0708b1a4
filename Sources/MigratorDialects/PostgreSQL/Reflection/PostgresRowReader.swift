import MigratorDatabase

/// Reads the values of a row one after the other.
struct PostgresRowReader {
    private let row: DatabaseRow
    private var position = 0

    init(_ row: DatabaseRow) {
        self.row = row
    }

    mutating func next<Value: DatabaseDecodable>(_ type: Value.Type = Value.self) throws(DatabaseFailure) -> Value {
        defer { position += 1 }
        return try row.get(at: position)
    }

    /// The numbers of an array or a vector; none of null.
    mutating func numbers() throws(DatabaseFailure) -> [Int] {
        let text: String? = try next()
        return text?.split { "{}, ".contains($0) }.compactMap { Int($0) } ?? []
    }

    /// The options of an object by name, as ``PostgresReflection/separator`` parts them.
    mutating func options() throws(DatabaseFailure) -> [String: String] {
        guard let text: String = try next(String?.self) else { return [:] }
        var options: [String: String] = [:]
        for option in text.split(separator: PostgresReflection.separator) {
            let parts = option.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            options[String(parts[0])] = parts.count > 1 ? String(parts[1]) : ""
        }
        return options
    }
}
