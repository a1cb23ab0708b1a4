import MigrationDSL
import MigratorDialects

/// How a sequence counts, with what the database takes where nothing is said.
///
/// https://www.postgresql.org/docs/15/sql-createsequence.html
struct SequenceShape: Hashable {
    let type: String
    let start: Int
    let increment: Int
    let minimum: Int
    let maximum: Int
    let cache: Int
    let cycles: Bool

    init(_ sequence: NumberSequence, _ dialect: any Dialect) {
        self.init(sequence.options, of: sequence.type ?? .bigInt, dialect)
    }

    /// The numbers of a column that is numbered as an identity, of the column's type.
    init(_ options: SequenceOptions?, of type: ColumnType, _ dialect: any Dialect) {
        let text = dialect.comparedType(type, in: []).text
        let bits =
            switch text {
            case "smallint": 16
            case "integer": 32
            default: 64
            }
        let greatest = bits == 64 ? Int.max : 1 << (bits - 1) - 1
        self.type = text
        increment = options?.increment ?? 1
        let rises = increment > 0
        minimum = options?.minimum ?? (rises ? 1 : -greatest - 1)
        maximum = options?.maximum ?? (rises ? greatest : -1)
        start = options?.start ?? (rises ? minimum : maximum)
        cache = options?.cache ?? 1
        cycles = options?.cycles ?? false
    }

    /// Whether it counts as one that a column of type `serial` brings.
    var countsFromOne: Bool {
        start == 1 && increment == 1 && minimum == 1 && cache == 1 && !cycles
            && [Int(Int16.max), Int(Int32.max), Int.max].contains(maximum)
    }

    /// What differs from another, in words.
    func words(to other: SequenceShape) -> [String] {
        var words: [String] = []
        func add(_ name: String, _ old: Int, _ new: Int) { if old != new { words.append("\(name) \(old) -> \(new)") } }
        if type != other.type { words.append("type \(type) -> \(other.type)") }
        add("start", start, other.start)
        add("increment", increment, other.increment)
        add("minimum", minimum, other.minimum)
        add("maximum", maximum, other.maximum)
        add("cache", cache, other.cache)
        if cycles != other.cycles { words.append(other.cycles ? "cycles" : "does not cycle") }
        return words
    }
}
