/// The kind of database that a connection leads to, with what must be known of it where no dialect is at hand.
///
/// Two kinds are the same if they have the same name.
public struct DatabaseKind: Sendable {
    /// What the database is called in JSON, in cache keys and in digests, such as `postgres`.
    public let name: String
    /// The database's name as its makers write it, such as `PostgreSQL`.
    ///
    /// Encoders of cells keep one; as a literal it costs nothing to copy.
    package let title: StaticString
    /// How its SQL is read and written.
    package let rules: SQLRules
    /// Which values its columns keep.
    package let cells: CellRules
    /// What it brings for the targets that know PostgreSQL and SQLite by themselves; empty for these two.
    package let rooms: [any DatabaseRoom]

    /// Creates a kind of database.
    ///
    /// - Parameters:
    ///   - name: Its name in JSON, in cache keys and in digests: no other database may have it.
    ///   - title: Its name in messages.
    ///   - rules: How its SQL is read and written.
    ///   - cells: Which values its columns keep.
    ///   - rooms: One value for each protocol that refines ``DatabaseRoom``.
    package init(name: String, title: StaticString, rules: SQLRules, cells: CellRules, rooms: [any DatabaseRoom] = []) {
        self.name = name
        self.title = title
        self.rules = rules
        self.cells = cells
        self.rooms = rooms
    }
}

extension DatabaseKind {
    /// PostgreSQL.
    public static let postgres = DatabaseKind(
        name: "postgres",
        title: "PostgreSQL",
        rules: SQLRules(
            nestsComments: true,
            quotesNamesInBrackets: false,
            names: .exact,
            placeholders: .numbered(after: "$")
        ),
        // The limits of numeric: PostgreSQL manual, table 8.2.
        cells: CellRules(
            calendar: .wide,
            convertsZones: false,
            numbersHoldTruth: false,
            keepsNotANumber: true,
            decimals: .exact(integerDigits: 131_072, fractionDigits: 16_383),
            numbersByAffinity: false,
            hasArrays: true
        )
    )

    /// SQLite.
    public static let sqlite = DatabaseKind(
        name: "sqlite",
        title: "SQLite",
        rules: SQLRules(
            nestsComments: false,
            quotesNamesInBrackets: true,
            names: .ignoringCase,
            placeholders: .inOrder
        ),
        cells: CellRules(
            calendar: .common,
            convertsZones: true,
            numbersHoldTruth: true,
            keepsNotANumber: false,
            decimals: .double(digits: 15),
            numbersByAffinity: true,
            hasArrays: false
        )
    )

    /// The databases that every target of this package knows by itself.
    package static let known: [DatabaseKind] = [postgres, sqlite]
}

extension DatabaseKind: Hashable {
    /// Whether both have the same name.
    public static func == (left: DatabaseKind, right: DatabaseKind) -> Bool { left.name == right.name }

    /// Hashes the name.
    public func hash(into hasher: inout Hasher) { hasher.combine(name) }
}

extension DatabaseKind: CustomStringConvertible {
    /// The name.
    public var description: String { name }
}
