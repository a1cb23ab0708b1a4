import MigratorDatabase

/// A kind of rows of PostgreSQL's catalogue: the query that asks for them, and what is made of the answer.
protocol PostgresPart: Sendable {
    /// The query; names that it writes have their schema, as nothing is on the search path.
    static func query(_ filter: PostgresSchemaFilter) -> String

    init(_ rows: [DatabaseRow]) throws(DatabaseFailure)
}
