import MigrationDSL
package import MigratorCore
package import MigratorDatabase

/// Literals of what the engine itself writes.
extension Dialect {
    package func literal(_ value: DatabaseCell) throws(MigratorError) -> String {
        switch value {
        case .null, .bool, .int, .double, .decimal, .text, .blob, .json, .uuid, .date: try literal(Value(value))
        case .time(let time): try string(time.description)
        case .timestamp(let timestamp): try self.timestamp(timestamp, hasZone: false)
        case .timestampTZ(let timestamp): try self.timestamp(timestamp, hasZone: true)
        }
    }
}
