import MigrationDSL
package import MigratorDatabase

extension ColumnType {
    /// What a column of the type holds by standard SQL; `nil` where the database alone can tell.
    package var held: ColumnKind? {
        switch kind {
        case .smallInt: .integer(bits: 16)
        case .integer: .integer(bits: 32)
        case .bigInt: .integer(bits: 64)
        case .real: .real(bits: 32)
        case .double: .real(bits: 64)
        case .decimal(let precision, let scale): .decimal(precision: precision, scale: scale)
        case .boolean: .boolean
        case .text, .interval, .enumeration: .text(maximumLength: nil)
        case .string(let length), .char(let length): .text(maximumLength: length)
        case .varchar: .text(maximumLength: nil)
        case .smallSerial: .integer(bits: 16)
        case .serial: .integer(bits: 32)
        case .bigSerial: .integer(bits: 64)
        case .bytes: .blob
        case .uuid: .uuid
        case .json, .jsonb: .json
        case .date: .date
        case .time: .time
        case .timestamp: .timestamp
        case .timestampTZ: .timestampTZ
        case .timed(.time, _): .time
        case .timed(.timestamp, _): .timestamp
        case .timed(.timestampTZ, _): .timestampTZ
        case .spanned: .text(maximumLength: nil)
        case .array, .custom, .timeTZ, .timed(.timeTZ, _), .bit, .varbit, .builtIn, .named: nil
        }
    }
}
