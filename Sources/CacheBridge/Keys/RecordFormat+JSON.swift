#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

extension RecordFormat where Value: Codable {
    /// JSON with sorted keys, for records that are small or seldom decoded.
    public static func json(_ shape: RecordShape) -> RecordFormat {
        RecordFormat(
            shape: shape,
            encode: { value in
                let encoder = JSONEncoder()
                encoder.outputFormatting = [.sortedKeys]
                return Array(try encoder.encode(value))
            },
            decode: { try JSONDecoder().decode(Value.self, from: Data($0)) }
        )
    }
}
