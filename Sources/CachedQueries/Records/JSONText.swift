public import MigratorDatabase

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// A JSON document as the text that the database holds.
public struct JSONText: Sendable, Hashable, Codable, DatabaseDecodable {
    /// The text.
    public var text: String

    /// Creates a document of its text, which is not checked.
    public init(_ text: String) {
        self.text = text
    }

    /// Creates the document of a value, with sorted names.
    ///
    /// - Throws: `EncodingError`.
    public init(encoding value: some Encodable) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        text = String(decoding: try encoder.encode(value), as: UTF8.self)
    }

    /// Reads the text of a json column.
    public init?(databaseCell: DatabaseCell) {
        guard let text = String(databaseCell: databaseCell) else { return nil }
        self.text = text
    }

    /// Reads the document as a value.
    ///
    /// - Throws: `DecodingError`.
    public func decoded<Value: Decodable>(as type: Value.Type = Value.self) throws -> Value {
        try JSONDecoder().decode(type, from: Data(text.utf8))
    }

    /// Reads the text itself, so that a record's encoding holds no document in a document.
    public init(from decoder: any Decoder) throws {
        text = try decoder.singleValueContainer().decode(String.self)
    }

    /// Writes the text itself.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(text)
    }
}
