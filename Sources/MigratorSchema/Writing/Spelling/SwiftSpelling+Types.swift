import MigrationDSL
import MigratorSystem

/// Types of columns.
extension SwiftSpelling {
    func source(_ type: ColumnType) -> SwiftSource {
        switch type.kind {
        case .decimal(let precision?, let scale):
            let digits = [precision] + (scale.map { $0 == 0 ? [] : [$0] } ?? [])
            return .call(".decimal", digits.map { .init(nil, source($0)) })
        case .decimal: return .plain(".decimal")
        case .string(let length): return sized(".string", length)
        case .char(let length): return sized(".char", length)
        case .enumeration(let name, let values):
            var arguments = [SwiftSource.Argument(nil, source(name))]
            arguments.add("values", values.map { .names($0) })
            return .call(".enumeration", arguments)
        case .array(let element): return .call(".array", [.init("of", source(element))])
        case .custom(let postgres, let sqlite):
            if postgres.isExactly(sqlite) { return .call(".custom", [.init(nil, .name(postgres))]) }
            return .call(".custom", [.init("postgres", .name(postgres)), .init("sqlite", .name(sqlite))])
        case .timed(let timed, let precision): return sized(".\(timed.rawValue)", precision)
        case .spanned(let fields, let precision):
            var arguments: [SwiftSource.Argument] = []
            arguments.add(nil, fields.map { .plain(".\($0)") })
            arguments.add("precision", precision.map(source))
            return .call(".interval", arguments)
        case .bit(let length): return length == 1 ? .plain(".bit()") : sized(".bit", length)
        case .varbit(let length): return length.map { sized(".varbit", $0) } ?? .plain(".varbit")
        case .builtIn(let type): return .plain(".\(type.rawValue)")
        case .named(let name, let modifiers):
            return .call(".named", [.init(nil, source(name))] + modifiers.map { .init(nil, .name($0)) })
        case .smallInt, .integer, .bigInt, .real, .double, .boolean, .text, .bytes, .uuid, .json, .jsonb, .date, .time,
            .timestamp, .timestampTZ, .interval, .varchar, .timeTZ, .smallSerial, .serial, .bigSerial:
            return .plain(".\(type.kind)")
        }
    }

    private func sized(_ name: String, _ number: Int) -> SwiftSource {
        .call(name, [.init(nil, source(number))])
    }
}
