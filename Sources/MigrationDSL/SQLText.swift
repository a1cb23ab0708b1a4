/// SQL that a revision writes itself: one text, or one for each database where they differ.
public struct SQLText: Hashable, Sendable {
    /// The text for PostgreSQL; `nil` where there is nothing to do.
    public let postgres: String?
    /// The text for SQLite; `nil` where there is nothing to do.
    public let sqlite: String?

    /// Creates SQL that both databases understand.
    public init(_ text: String) {
        postgres = text
        sqlite = text
    }

    /// Creates SQL that differs; leave out a database that needs none.
    public init(postgres: String? = nil, sqlite: String? = nil) {
        self.postgres = postgres
        self.sqlite = sqlite
    }
}

extension SQLText {
    /// The text for a database; `nil` where there is nothing to do.
    package func text(for database: RevisionDatabase) -> String? {
        switch database {
        case .postgres: postgres
        case .sqlite: sqlite
        }
    }
}

extension SQLText: ExpressibleByStringInterpolation {
    /// Creates SQL that both databases understand from a literal.
    public init(stringLiteral value: String) {
        self.init(value)
    }
}

extension SQLText: CanonicallySpelled {
    package func spell(into text: inout CanonicalText) {
        if postgres == sqlite {
            text.sql("sql", postgres)
        } else {
            text.sql("postgres", postgres)
            text.sql("sqlite", sqlite, .sqlite)
        }
    }
}
