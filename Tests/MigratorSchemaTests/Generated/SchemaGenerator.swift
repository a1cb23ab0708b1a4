import MigrationDSL
import MigratorCatalogue
import MigratorDatabase
import MigratorTestSupport

/// Makes schemas at random that a database takes: the same for the same seed, on any machine.
///
/// Names and texts are of the kind that breaks what is written carelessly: quotes, capitals, key words, line breaks.
struct SchemaGenerator {
    let kind: DatabaseKind
    var random: SeededRandom
    /// What was made so far.
    var objects: [SchemaObject] = []
    /// The tables with a key named `id` that others may point to, and the key's type.
    var targets: [(table: ObjectName, key: ColumnType)] = []
    var enums: [EnumType] = []
    var schemas: [String] = []
    private var count = 0
    private let prefix: String

    /// Begins from a seed; names that two schemas must not share get a prefix.
    init(_ kind: DatabaseKind, seed: UInt64, prefix: String = "") {
        self.kind = kind
        self.prefix = prefix
        random = SeededRandom(seed)
    }

    var isPostgres: Bool { kind == .postgres }

    /// Makes a schema, its objects in an order of chance.
    mutating func schema(tables: Int = 6) -> Schema {
        if isPostgres { addTypes() }
        for _ in 0..<tables { addTable() }
        addCircle()
        if isPostgres { addPartitions() }
        addViews()
        if isPostgres { addPostgresObjects() } else { addSQLiteObjects() }
        return Schema(kind, objects.shuffled(using: &random).map { Schema.Entry($0) })
    }

    // MARK: Choices

    mutating func pick<Element>(_ elements: [Element]) -> Element {
        elements[Int.random(in: 0..<elements.count, using: &random)]
    }

    /// A new name that begins with a word, and that is often an awkward one.
    mutating func name(_ word: String) -> String {
        count += 1
        let odd = [" Mixed ", "quo\"te", "semi;colon", "ünïcode", "order", "back\\slash", "it's", "(x)", "--", "/*"]
        return random.chance(30) ? "\(prefix)\(word)\(pick(odd))\(count)" : "\(prefix)\(word)_\(count)"
    }

    /// A new name, often in a schema of its own.
    mutating func objectName(_ word: String) -> ObjectName {
        let schema = schemas.isEmpty || random.chance(70) ? nil : pick(schemas)
        return ObjectName(name(word), schema: schema)
    }

    /// A text for comments and values.
    mutating func text() -> String {
        pick([
            "", "plain", "it's \"quoted\"", "a\\b \\(c)", "two\nlines", "tab\tand \u{1}", "ends with a space ",
            "\"\"\"",
            "é as e\u{301}", "#\"raw\"#",
            "a long text that goes on and on, beyond what one line of a source file can "
                + "hold, so that it has to be broken somewhere, at one of its spaces, and more than once if need be",
        ])
    }

    mutating func comment() -> String? {
        // An empty comment is none to PostgreSQL.
        isPostgres && random.chance(20) ? text() + "." : nil
    }
}

/// A name in double quotes, for SQL that a test writes.
func quoted(_ name: String) -> String { "\"\(name.replacing("\"", with: "\"\""))\"" }

/// A name with its schema.
func quoted(_ name: ObjectName) -> String {
    (name.schema.map { quoted($0) + "." } ?? "") + quoted(name.name)
}

/// A text as a literal of SQL.
func literal(_ text: String) -> String { "'\(text.replacing("'", with: "''"))'" }
