package import MigrationDSL
import MigratorCore
import MigratorDatabase

extension Dialect {
    /// A default as SQL writes it; `nil` for one that the database is given none of.
    package func text(of value: DefaultValue) -> String? {
        switch value.kind {
        case .value(let value): try? literal(value)
        case .currentTimestamp: "CURRENT_TIMESTAMP"
        case .currentDate: "CURRENT_DATE"
        case .currentTime: "CURRENT_TIME"
        case .expression(let sql): text(sql)
        }
    }
}
