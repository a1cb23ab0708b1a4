import MigrationDSL
package import MigratorDatabase

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

extension Value {
    /// The value as a connection takes it.
    ///
    /// - Throws: ``MigratorError`` with code `.invalidRevision` for a text that is not of its kind.
    package func databaseCell() throws(MigratorError) -> DatabaseCell {
        switch self {
        case .null: .null
        case .bool(let value): .bool(value)
        case .int(let value): .int(value)
        case .double(let value): .double(value)
        case .decimal(let value): .decimal(value)
        case .text(let value): .text(value)
        case .bytes(let value): .blob(value)
        case .json, .array, .object: .json(jsonText)
        case .uuid(let text): .uuid(try Self.read(text, "uuid") { UUID(text: $0) })
        case .date(let text): .date(try Self.read(text, "date") { CalendarDate($0) })
        case .timestamp(let text):
            // A text with a zone is a point in time.
            CalendarText.timestamp(Array(text.utf8))?.hasZone == true
                ? .timestampTZ(try Self.read(text, "timestamp") { Timestamp($0) })
                : .timestamp(try Self.read(text, "timestamp") { Timestamp($0) })
        }
    }

    private static func read<Read>(
        _ text: String,
        _ kind: String,
        _ read: (String) -> Read?
    ) throws(MigratorError) -> Read {
        guard let value = read(text) else {
            throw MigratorError(.invalidRevision, "a \(kind) in a revision cannot be read as one")
        }
        return value
    }

    /// A value as a revision's closure sees it.
    package init(_ value: DatabaseCell) {
        self =
            switch value {
            case .null: .null
            case .bool(let value): .bool(value)
            case .int(let value): .int(value)
            case .double(let value): .double(value)
            case .decimal(let value): .decimal(value)
            case .text(let value): .text(value)
            case .blob(let value): .bytes(value)
            case .uuid(let value): .uuid(value.text)
            case .json(let value): .json(value)
            case .date(let value): .date(value.description)
            case .time(let value): .text(value.description)
            case .timestamp(let value): .timestamp(value.description)
            case .timestampTZ(let value): .timestamp(value.description + "Z")
            }
    }
}
