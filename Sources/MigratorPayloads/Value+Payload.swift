import MigrationDSL

extension Value {
    /// The value as a payload's cell.
    package var payloadValue: PayloadValue {
        switch self {
        case .null: .null
        case .bool(let value): .bool(value)
        case .int(let value): .int(value)
        case .double(let value): .double(value)
        case .decimal(let value): .decimal(value)
        case .text(let value), .uuid(let value), .date(let value), .timestamp(let value): .string(value)
        case .bytes(let value): .bytes(value)
        case .json, .array, .object: .json(jsonText)
        }
    }
}
