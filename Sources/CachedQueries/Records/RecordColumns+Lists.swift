public import MigratorDatabase

extension RecordColumns {
    /// Takes a list that a json column holds.
    ///
    /// - Throws: `DatabaseFailure` with code `.wrongType` if what is read has no such column, or no such list there.
    @inlinable
    public mutating func list<Element: RecordValue & Codable>(
        _ name: String,
        _ value: inout [Element]
    ) throws(DatabaseFailure) {
        switch work {
        case .readRow, .writeValues: try document(name, &value)
        case .readBytes:
            let count = try count(name)
            value = []
            value.reserveCapacity(min(count, 1024))
            for _ in 0..<count {
                guard let cell = next(name), let element = Element(databaseCell: cell) else {
                    throw Self.unreadable(name)
                }
                value.append(element)
            }
        case .writeBytes:
            append(count: value.count)
            for element in value { write(name, element.databaseCell) }
        case .measure:
            weigh(32 + value.count * MemoryLayout<Element>.stride)
            for element in value { write(name, element.databaseCell) }
        }
    }

    /// Takes a list as the JSON document that it is in the database.
    @usableFromInline
    mutating func document<Element: RecordValue & Codable>(
        _ name: String,
        _ value: inout [Element]
    ) throws(DatabaseFailure) {
        guard isReading else {
            var document = try? JSONText(encoding: value)
            return try column(name, &document)
        }
        var document = JSONText("")
        try column(name, &document)
        guard let list = try? document.decoded(as: [Element].self) else {
            throw DatabaseFailure(.wrongType, "column \(name) holds no JSON list of \(Element.self)")
        }
        value = list
    }
}
