package import MigrationDSL
import MigratorDatabase

extension PostgresDialect {
    package func text(of type: ColumnType) -> String { self.type(type).text }

    func type(_ type: ColumnType) -> SQLFragment {
        switch type.kind {
        case .smallInt: "smallint"
        case .integer: "integer"
        case .bigInt: "bigint"
        case .real: "real"
        case .double: "double precision"
        case .decimal(let precision?, let scale): "numeric(\(precision), \(scale ?? 0))"
        case .decimal: "numeric"
        case .boolean: "boolean"
        case .text: "text"
        case .string(let length): "varchar(\(length))"
        case .char(let length): "char(\(length))"
        case .bytes: "bytea"
        case .uuid: "uuid"
        case .json: "json"
        case .jsonb: "jsonb"
        case .date: "date"
        case .time: "time"
        case .timestamp: "timestamp"
        case .timestampTZ: "timestamptz"
        case .interval: "interval"
        case .enumeration(let name, _): quote(name)
        case .array(let element): self.type(element) + "[]"
        case .custom(let postgres, _): SQLFragment(given: postgres)
        case .varchar: "varchar"
        case .timeTZ: "timetz"
        case .smallSerial: "smallserial"
        case .serial: "serial"
        case .bigSerial: "bigserial"
        case .timed(let timed, let precision): "\(name(timed))(\(precision))"
        case .spanned(let fields, let precision):
            "interval\(fields.map { " \($0.rawValue)" } ?? "")\(precision.map { "(\($0))" } ?? "")"
        case .bit(let length): "bit(\(length))"
        case .varbit(let length): "varbit\(length.map { "(\($0))" } ?? "")"
        case .builtIn(let type): SQLFragment(words: type.rawValue)
        case .named(let name, let modifiers):
            modifiers.isEmpty ? quote(name) : quote(name) + SQLFragment(given: "(\(modifiers.joined(separator: ", ")))")
        }
    }

    private func name(_ timed: ColumnType.Timed) -> String {
        switch timed {
        case .time: "time"
        case .timeTZ: "timetz"
        case .timestamp: "timestamp"
        case .timestampTZ: "timestamptz"
        }
    }
}
