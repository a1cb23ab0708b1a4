import MigrationDSL
import MigratorSystem

/// Names, SQL and values.
extension SwiftSpelling {
    func source(_ name: ObjectName) -> SwiftSource {
        guard let schema = name.schema else { return .name(name.name) }
        return .call("ObjectName", [.init(nil, .name(name.name)), .init("schema", .name(schema))])
    }

    func source(_ sql: SQLText) -> SwiftSource {
        let texts = RevisionDatabase.allCases.map { (database: $0.rawValue, text: sql.text(for: $0)) }
        if let text = texts[0].text, texts.allSatisfy({ $0.text?.isExactly(text) == true }) { return .text(text) }
        var arguments: [SwiftSource.Argument] = []
        for (database, text) in texts { arguments.add(database, text.map { .text($0) }) }
        return .call("SQLText", arguments)
    }

    /// A value where Swift takes a literal for it.
    func source(_ value: Value) -> SwiftSource {
        switch value {
        case .null: .plain("nil")
        case .bool(let value): .plain(value ? "true" : "false")
        case .int(let value): .plain(number(value))
        case .double(let value) where value.isFinite: .plain(value.description)
        case .double(let value):
            .plain(value.isNaN ? ".double(.nan)" : value < 0 ? ".double(-.infinity)" : ".double(.infinity)")
        case .text(let text): .text(text)
        case .decimal(let digits): .call(".decimal", [.init(nil, .name(digits))])
        case .bytes(let bytes): .call(".bytes", [.init(nil, .list(bytes.map { .plain(hexadecimal($0)) }))])
        case .uuid(let text): .call(".uuid", [.init(nil, .name(text))])
        case .json(let text): .call(".json", [.init(nil, .text(text))])
        case .date(let text): .call(".date", [.init(nil, .name(text))])
        case .timestamp(let text): .call(".timestamp", [.init(nil, .name(text))])
        case .array(let elements): .list(elements.map(source))
        case .object(let members):
            .pairs(members.map { SwiftSource.Pair(key: .name($0.name), value: source($0.value)) })
        }
    }

    func source(_ row: Row) -> SwiftSource {
        .pairs(row.fields.map { SwiftSource.Pair(key: .name($0.name), value: source($0.value)) })
    }

    func source(_ value: DefaultValue) -> SwiftSource {
        switch value.kind {
        case .value(let value):
            switch value {
            case .bool, .int, .text: return source(value)
            case .double(let number) where number.isFinite: return source(value)
            default: return .call(".value", [.init(nil, value == .null ? .plain(".null") : source(value))])
            }
        case .currentTimestamp: return .plain(".currentTimestamp")
        case .currentDate: return .plain(".currentDate")
        case .currentTime: return .plain(".currentTime")
        case .expression(let sql): return .call(".expression", [.init(nil, source(sql))])
        }
    }

    /// A whole number, its digits in groups of three where there are many.
    func number(_ number: some SignedInteger) -> String {
        let digits = number.magnitude.description
        guard digits.count > 4 else { return number.description }
        var grouped = ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index).isMultiple(of: 3) { grouped += "_" }
            grouped.append(digit)
        }
        return (number < 0 ? "-" : "") + grouped
    }

    func source(_ number: Int) -> SwiftSource { .plain(self.number(number)) }

    private func hexadecimal(_ byte: UInt8) -> String {
        "0x" + Digest.hex([byte]).uppercased()
    }
}
