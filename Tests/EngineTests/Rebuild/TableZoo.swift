import MigratorDatabase

/// Numbers that are the same at each run.
struct ZooNumbers: RandomNumberGenerator {
    private var state: UInt64

    init(_ seed: Int) {
        state = UInt64(seed) &* 0x9E37_79B9_7F4A_7C15 &+ 1
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    mutating func chance(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &self) < percent }
    mutating func below(_ count: Int) -> Int { Int.random(in: 0..<count, using: &self) }
    mutating func pick<Element>(_ elements: [Element], or other: Element) -> Element {
        elements.randomElement(using: &self) ?? other
    }
}

/// A table with a bit of everything, what refers to it, and rows in all of them.
struct ZooTable {
    struct Column {
        let name: String
        let type: String
        /// The clauses as written, which must survive.
        var clauses: [String]
        let isGenerated: Bool
    }

    let name: String
    private(set) var columns: [Column] = []
    private(set) var constraints: [String] = []
    private(set) var statements: [String] = []
    let key: [String]
    let isWithoutRowID: Bool

    private static let odd = [
        "a b", "select", "größe", "q\"uote", "it's", "Order", "[br]", "日本", "plain", "t.1", "new", "ta--ble", "/*",
        "(x",
        "check", "rowid", "generated", "x,y", "as",
    ]

    init(seed: Int) {
        var numbers = ZooNumbers(seed)
        var names = Self.odd.shuffled(using: &numbers)
        name = names.removeLast()
        let isStrict = numbers.chance(20)
        let kind = numbers.below(6)
        isWithoutRowID = kind == 4
        let keyName = names.removeLast()
        let second = names.removeLast()
        key = kind == 3 ? [] : kind == 5 ? [keyName, second] : [keyName]
        let keyClauses: [String] =
            switch kind {
            case 0: ["PRIMARY KEY"]
            case 1: ["CONSTRAINT \"the key\" PRIMARY  KEY AUTOINCREMENT"]
            case 2, 4: ["NOT NULL", "PRIMARY KEY"]
            default: []
            }
        columns.append(Column(name: keyName, type: "INTEGER", clauses: keyClauses, isGenerated: false))
        columns.append(Column(name: second, type: isStrict ? "TEXT" : "VARCHAR( 10 )", clauses: [], isGenerated: false))
        for _ in 0..<(2 + numbers.below(4)) {
            columns.append(Self.column(names.removeLast(), after: second, strict: isStrict, in: name, &numbers))
        }
        if key.count == 1, !isStrict, numbers.chance(40) {
            let clause = "REFERENCES \(quote(name, 1)) ON DELETE CASCADE"
            columns.append(Column(name: names.removeLast(), type: "INTEGER", clauses: [clause], isGenerated: false))
        }
        if kind == 5 { constraints.append("PRIMARY KEY (\(quote(keyName, 0)), \(quote(second, 1)))") }
        if numbers.chance(40) { constraints.append("CHECK (\(quote(keyName, 2)) > -1 /* ) */ AND ')' <> '(')") }
        if numbers.chance(30) { constraints.append("CHECK (\(quote(name, 0)).\(quote(keyName, 0)) > -2)") }
        if numbers.chance(30) {
            constraints.append("UNIQUE (\(quote(second, 0)), \(quote(keyName, 1)) DESC) ON CONFLICT IGNORE")
        }
        if numbers.chance(30) {
            constraints.append(
                "CONSTRAINT [to p] FOREIGN KEY (\(quote(keyName, 0))) REFERENCES parent (id) ON DELETE SET NULL "
                    + "DEFERRABLE INITIALLY DEFERRED"
            )
        }
        statements.append("CREATE TABLE parent (id INTEGER PRIMARY KEY, note TEXT)")
        statements.append(
            "INSERT INTO parent WITH s(v) AS (SELECT 0 UNION ALL SELECT v + 1 FROM s WHERE v < 40) SELECT v, 'n' FROM s"
        )
        let options = [isStrict ? "STRICT" : nil, isWithoutRowID ? "WITHOUT  ROWID" : nil].compactMap(\.self)
        let parts =
            columns.map { ([quote($0.name, numbers.below(3)), $0.type] + $0.clauses).joined(separator: " ") }
            + constraints
        statements.append(
            "CREATE TABLE \(quote(name, 0)) (\(parts.joined(separator: numbers.chance(50) ? ", -- next\n  " : ",")))"
                + options.joined(separator: ", ")
        )
        statements += objects(second, &numbers) + rows(&numbers)
    }

    private static func column(
        _ name: String,
        after second: String,
        strict: Bool,
        in table: String,
        _ numbers: inout ZooNumbers
    ) -> Column {
        if numbers.chance(20) {
            let storage = numbers.pick(["STORED", "VIRTUAL", ""], or: "")
            let always = numbers.chance(50) ? "GENERATED ALWAYS " : ""
            let text = "\(always)AS (upper(\(quote(second, 0))) || '(') \(storage)"
            return Column(name: name, type: "TEXT", clauses: [text.trimmed], isGenerated: true)
        }
        let type = numbers.pick(
            strict ? ["TEXT", "INTEGER", "ANY"] : ["TEXT", "", "unsigned big int", "NUMERIC(4, 2)"],
            or: ""
        )
        var clauses: [String] = []
        if numbers.chance(30) { clauses.append("CONSTRAINT `n n` NOT NULL ON CONFLICT ABORT DEFAULT (1 + 2)") }
        if numbers.chance(20) { clauses.append("COLLATE NOCASE") }
        if numbers.chance(25) { clauses.append("CHECK (length(\(quote(name, 0))) < 20)") }
        if numbers.chance(15) { clauses.append("UNIQUE ON CONFLICT REPLACE") }
        if numbers.chance(15), type != "TEXT" {
            clauses.append("REFERENCES parent(id) ON UPDATE CASCADE MATCH SIMPLE NOT DEFERRABLE")
        }
        return Column(name: name, type: type, clauses: clauses, isGenerated: false)
    }

    private func objects(_ second: String, _ numbers: inout ZooNumbers) -> [String] {
        let table = quote(name, 0)
        let last = quote(columns[columns.count - 1].name, 0)
        let plain = quote(second, 0)
        var made = ["CREATE TABLE log (what, n)"]
        if numbers.chance(50) {
            made.append("CREATE INDEX \"i 1\" ON \(table) (\(last) COLLATE NOCASE DESC, \(plain))")
        }
        if numbers.chance(50) { made.append("CREATE INDEX i2 ON \(table)(\(plain)) WHERE \(plain) <> 'x)'") }
        if numbers.chance(50) { made.append("CREATE INDEX i3 ON \(table)(substr(\(plain), 1, 2), length(\(plain)))") }
        if numbers.chance(50) {
            made.append(
                "CREATE TRIGGER \"tr 1\" AFTER INSERT ON \(table) BEGIN INSERT INTO log VALUES ('in', new.\(plain)); END"
            )
        }
        if numbers.chance(30) {
            made.append(
                "CREATE TRIGGER tr2 AFTER UPDATE OF \(plain) ON \(table) WHEN old.\(plain) IS NULL "
                    + "BEGIN UPDATE \(table) SET \(plain) = \(plain); END"
            )
        }
        if numbers.chance(30) {
            made.append("CREATE TRIGGER tr3 BEFORE DELETE ON parent BEGIN SELECT \(plain) FROM \(table) AS z; END")
        }
        if numbers.chance(40) { made.append("CREATE VIEW v AS SELECT \(plain) AS one, \(table).* FROM \(table)") }
        if key.count == 1 {
            made.append("CREATE TABLE child (k INTEGER REFERENCES \(table) ON DELETE CASCADE ON UPDATE CASCADE, w)")
        }
        return made
    }

    private func rows(_ numbers: inout ZooNumbers) -> [String] {
        var made: [String] = []
        let filled = columns.filter { !$0.isGenerated }
        for row in 0..<numbers.below(25) {
            let values = filled.enumerated().map { index, column in
                if index == 0 { return "\(row + 1)" }
                if index == 1 { return numbers.chance(20) && key.count < 2 ? "NULL" : "'v\(row)'" }
                if column.clauses.contains(where: { $0.contains("ON DELETE CASCADE") }) {
                    return "(SELECT max(\(quote(columns[0].name, 0))) FROM \(quote(name, 0)))"
                }
                if column.clauses.contains(where: { $0.contains("parent") }) { return "\(numbers.below(40))" }
                if column.type == "TEXT" { return "'t\(row)'" }
                return column.type == "INTEGER"
                    ? "\(row * 3)" : numbers.pick(["'t\(row)'", "\(row)", "1.5", "x'00ff'"], or: "1")
            }
            let names = filled.map { quote($0.name, 0) }.joined(separator: ", ")
            made.append("INSERT OR IGNORE INTO \(quote(name, 0)) (\(names)) VALUES (\(values.joined(separator: ", ")))")
        }
        if key.count == 1 {
            made.append("INSERT INTO child SELECT \(quote(key[0], 0)), 'w' FROM \(quote(name, 0))")
            if numbers.chance(50) { made.append("DELETE FROM \(quote(name, 0)) WHERE \(quote(key[0], 0)) > 15") }
        }
        return made
    }

    /// The table's name and its columns' in one of SQLite's ways to quote.
    private func quote(_ name: String, _ way: Int) -> String { Self.quote(name, way) }

    private static func quote(_ name: String, _ way: Int) -> String {
        if way == 1, !name.contains("]") { return "[\(name)]" }
        if way == 2 { return "`\(name)`" }
        return TableName.quote(name)
    }
}

extension String {
    fileprivate var trimmed: String {
        String(reversed().drop { $0 == " " }.reversed())
    }
}
