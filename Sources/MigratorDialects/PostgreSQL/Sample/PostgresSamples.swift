import MigrationDSL
import MigratorSystem

/// Values of PostgreSQL's types, as the texts that the server reads them from.
struct PostgresSamples {
    private let types: SampleTypes
    private let spelling: (ColumnType) -> String

    /// - Parameters:
    ///   - types: The types that the schema brings.
    ///   - spelling: The one spelling that the aliases of a type share.
    init(_ types: SampleTypes, _ spelling: @escaping (ColumnType) -> String) {
        self.types = types
        self.spelling = spelling
    }

    /// A value of a type; `nil` if none is known.
    func text(of type: String, _ number: Int) -> String? {
        if type.hasSuffix("[]") {
            return text(of: String(type.dropLast(2)), number).map { "{\(Self.quoted($0))}" }
        }
        if let named = types[type] { return text(of: named, number) }
        let open = type.firstIndex(of: "(") ?? type.endIndex
        let sizes = type[open...].split { "(), ".contains($0) }.compactMap { Int($0) }
        return text(of: String(type[..<open]), sizes, number)
    }

    private func text(of type: SampleTypes.Named, _ number: Int) -> String? {
        switch type {
        // The first and the last before those between.
        case .enumeration(let type):
            guard let last = type.values.last else { return nil }
            let count = type.values.count
            return number % count == 1 ? last : type.values[number % count == 0 ? 0 : number % count - 1]
        case .domain(let domain): return text(of: spelling(domain.type), number)
        case .composite(let type):
            let values = type.attributes.map { text(of: spelling($0.type), number).map(Self.quoted) ?? "" }
            return "(\(values.joined(separator: ",")))"
        }
    }

    private static func quoted(_ text: String) -> String {
        var quoted = "\""
        for scalar in text.unicodeScalars {
            if scalar == "\"" || scalar == "\\" { quoted += "\\" }
            quoted.unicodeScalars.append(scalar)
        }
        return quoted + "\""
    }

    private func text(of name: String, _ sizes: [Int], _ number: Int) -> String? {
        let count = number + 1
        // One place for a digit: there are never more than a few rows.
        let digit = count % 10
        let day = "2000-01-0\(digit)"
        switch name {
        case "smallint", "integer", "bigint", "money", "oid": return "\(count)"
        case "real", "double precision": return "\(count).5"
        case "numeric": return Self.decimal(sizes, count)
        case "boolean": return number % 2 == 0 ? "true" : "false"
        case "text", "varchar", "bpchar", "name", "citext": return Self.text(count, limit: sizes.first)
        case "char": return Self.text(count, limit: sizes.first ?? 1)
        case "bytea": return "\\x0\(digit)"
        case "uuid": return "00000000-0000-4000-8000-00000000000\(digit)"
        case "json", "jsonb": return "{\"sample\": \(count)}"
        case "date": return day
        case "time": return "0\(digit):00:00"
        case "timetz": return "0\(digit):00:00+00"
        case "timestamp": return "\(day) 00:00:00"
        case "timestamptz": return "\(day) 00:00:00+00"
        case "bit": return Self.bits(count, sizes.first ?? 1)
        case "varbit": return Self.bits(count, min(sizes.first ?? 4, 4))
        case "inet": return "10.0.0.\(digit)"
        case "cidr": return "10.\(digit).0.0/16"
        case "macaddr": return "08:00:2b:01:02:0\(digit)"
        case "macaddr8": return "08:00:2b:01:02:03:04:0\(digit)"
        case "xml": return "<sample>\(count)</sample>"
        case "tsvector", "tsquery": return "sample\(count)"
        case "jsonpath": return "$.sample\(count)"
        case "point": return "(\(count),\(count))"
        case "line": return "{1,-1,\(count)}"
        case "lseg": return "[(0,0),(\(count),\(count))]"
        case "box": return "(\(count),\(count)),(0,0)"
        case "path": return "((0,0),(\(count),\(count)))"
        case "polygon": return "((0,0),(1,0),(\(count),\(count)))"
        case "circle": return "<(0,0),\(count)>"
        case "regclass": return "pg_class"
        case "regtype": return "integer"
        // Types of extensions that are in wide use.
        case "hstore": return "sample=>\(count)"
        case "ltree": return "sample.n\(count)"
        case "geometry", "geography": return "POINT(\(count) \(count))"
        case "vector": return "[\(Array(repeating: "\(count)", count: sizes.first ?? 1).joined(separator: ","))]"
        case _ where name.hasPrefix("interval"): return "\(count) years"
        default: return Self.range(name, digit)
        }
    }

    /// Ranges of which no two meet.
    private static func range(_ name: String, _ digit: Int) -> String? {
        switch name {
        case "int4range", "int8range", "numrange": "[\(digit * 10),\(digit * 10 + 5))"
        case "tsrange", "tstzrange", "daterange": "[2000-0\(digit)-01,2000-0\(digit)-15)"
        case _ where name.hasSuffix("multirange"):
            range(name.replacing("multirange", with: "range"), digit).map { "{\($0)}" }
        default: nil
        }
    }

    private static func decimal(_ sizes: [Int], _ count: Int) -> String {
        guard let precision = sizes.first else { return "\(count).5" }
        let scale = sizes.count > 1 ? sizes[1] : 0
        if precision <= scale { return "0.\(String(repeating: "0", count: scale - precision))\(count % 10)" }
        return scale > 0 ? "\(count).5" : "\(count)"
    }

    /// What tells the texts apart is at the end, so that short ones keep it.
    private static func text(_ count: Int, limit: Int?) -> String {
        let text = "sample\(count)"
        return limit.map { String(text.suffix($0)) } ?? text
    }

    private static func bits(_ count: Int, _ length: Int) -> String {
        let bits = String(count, radix: 2)
        return String(repeating: "0", count: max(0, length - bits.count)) + bits.suffix(length)
    }
}
