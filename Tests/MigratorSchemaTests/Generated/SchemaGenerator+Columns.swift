import MigrationDSL
import MigratorTestSupport

/// Columns of all types, with what may stand at them.
extension SchemaGenerator {
    mutating func column() -> Column {
        let (type, defaults) = typed()
        var column = Column(name("c"), type)
        if random.chance(30) { column = column.notNull() }
        if random.chance(40), let value = defaults.randomElement(using: &random) { column = column.default(value) }
        if random.chance(15), !isSerial(type) { column = column.unique(name: random.chance(50) ? name("uq") : nil) }
        if random.chance(20) {
            column = column.check("\(quoted(column.name)) IS NOT NULL", name: random.chance(50) ? name("ck") : nil)
        }
        if type == .text, random.chance(30) { column = column.collate(isPostgres ? "\"C\"" : "NOCASE") }
        if let comment = comment() { column = column.comment(comment) }
        if isPostgres, type == .text, random.chance(20) { column = column.storage("EXTERNAL") }
        return column
    }

    private func isSerial(_ type: ColumnType) -> Bool {
        [.serial, .bigSerial, .smallSerial].contains(type) || !isComparable(type)
    }

    /// Whether PostgreSQL can keep values of it in a B-tree.
    private func isComparable(_ type: ColumnType) -> Bool {
        let others: [ColumnType] = [.json, .jsonpath, .xml, .point, .box, .circle, .line, .path, .polygon, .lseg]
        return !others.contains(type)
    }

    private mutating func typed() -> (ColumnType, [DefaultValue]) {
        if isPostgres, random.chance(35) { return postgresType() }
        let texts: [DefaultValue] = ["low", .value(.text(text())), "", .expression("lower('A')"), .value(.null)]
        let times: [DefaultValue] = [.currentTimestamp, .value(.timestamp("2024-02-29 12:30:00"))]
        let choices: [(ColumnType, [DefaultValue])] = [
            (.smallInt, [7, -5]), (.integer, [0, 1_234_567, -5]), (.bigInt, [.value(.int(.max)), .value(.int(.min))]),
            (.real, [1.5]), (.double, [0.25, -1e20]), (.boolean, [true, false]), (.text, texts),
            (.decimal, [.value(.decimal("12.50"))]), (.decimal(10, 2), [.value(.decimal("-0.50"))]),
            (.decimal(5), [3]), (.string(300), texts), (.char(3), ["abc"]), (.varchar, texts),
            (.bytes, [.value(.bytes([0, 255, 16]))]), (.uuid, [.value(.uuid("5b1f0c2d-9e77-4a4b-8d3c-1b2a3c4d5e6f"))]),
            (.json, [.value(["a", 1, nil, true]), .value(.json("{\"a\": [1, 2.50]}")), .value([:]), .value([])]),
            (.date, [.currentDate, .value(.date("2024-02-29"))]), (.time, []), (.timestamp, times),
            (.timestampTZ, times), (.interval, []),
        ]
        return pick(choices)
    }

    private mutating func postgresType() -> (ColumnType, [DefaultValue]) {
        var choices: [(ColumnType, [DefaultValue])] = [
            (.jsonb, [.value(.json("[]"))]), (.timeTZ, []), (.time(3), []), (.timeTZ(2), []), (.timestamp(0), []),
            (.timestampTZ(6), [.currentTimestamp]), (.interval(.dayToSecond, precision: 3), []),
            (.interval(.yearToMonth), []), (.interval(precision: 2), []), (.bit(), []), (.bit(8), []), (.varbit, []),
            (.varbit(5), []), (.inet, ["127.0.0.1"]), (.cidr, []), (.macaddr, []), (.macaddr8, []), (.money, []),
            (.tsvector, []), (.tsquery, []), (.oid, []), (.point, []), (.box, []), (.int4range, []), (.tstzrange, []),
            (.datemultirange, []), (.array(of: .text), [.expression("'{}'"), "{a,b}"]),
            (.array(of: .array(of: .integer)), []), (.custom(postgres: "name", sqlite: "TEXT"), []),
            (.custom("text"), []), (.serial, []), (.bigSerial, []), (.smallSerial, []), (.jsonpath, []),
        ]
        for type in enums { choices.append((.enumeration(type.name), [.value(.text(type.values[0]))])) }
        for case .domain(let domain) in objects { choices.append((.named(domain.name), [])) }
        for case .compositeType(let type) in objects { choices.append((.named(type.name), [])) }
        var (type, defaults) = pick(choices)
        if case .named = type.kind, defaults.isEmpty, random.chance(50) { (type, defaults) = (.array(of: type), []) }
        return (type, defaults)
    }
}
