import MigratorDatabase
import MigratorSystem

/// What PostgreSQL's catalogue says of a schema, in one snapshot.
struct PostgresReflection {
    let relations: PostgresRelations
    let columns: PostgresColumns
    let types: PostgresTypes
    let enums: PostgresEnums
    let domains: PostgresDomains
    let constraints: PostgresConstraints
    let indexes: PostgresIndexes
    let sequences: PostgresSequences
    let functions: PostgresFunctions
    let triggers: PostgresTriggers
    let policies: PostgresPolicies
    let spaces: PostgresSpaces
    let others: PostgresOthers
    let comments: PostgresComments
    let dependencies: PostgresDependencies

    /// What the server is asked, in this order.
    static let parts: [any PostgresPart.Type] = [
        PostgresDependencies.self, PostgresComments.self, PostgresTypes.self, PostgresColumns.self,
        PostgresRelations.self, PostgresConstraints.self, PostgresIndexes.self, PostgresSequences.self,
        PostgresEnums.self, PostgresDomains.self, PostgresFunctions.self, PostgresTriggers.self,
        PostgresPolicies.self, PostgresSpaces.self, PostgresOthers.self,
    ]

    /// How the transaction is set: the server's spelling of constants and names follows these.
    ///
    /// Expressions are in one spelling only if nothing is on the search path and each setting is that of pg_dump.
    static let settings = ["SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY"] + spelling

    /// The settings that how the server writes texts depends on.
    static let spelling = [
        "SET LOCAL search_path = ''",
        "SET LOCAL TimeZone = 'UTC'",
        "SET LOCAL DateStyle = 'ISO'",
        "SET LOCAL IntervalStyle = 'postgres'",
        "SET LOCAL bytea_output = 'hex'",
        "SET LOCAL extra_float_digits = 3",
        "SET LOCAL quote_all_identifiers = off",
        "SET LOCAL standard_conforming_strings = on",
        "SET LOCAL jit = off",
    ]

    /// How long a statement waits for a lock, as for the tables of a view, and how long it may take beside that.
    ///
    /// What a role or a URL has set stays as it is.
    static func limits(_ lockTimeout: Duration) -> [String] {
        let wait = min(max(1, lockTimeout.milliseconds), 1_000_000_000)
        return [("lock_timeout", wait), ("statement_timeout", wait + 60_000)].map { name, milliseconds in
            """
            SELECT pg_catalog.set_config('\(name)', '\(milliseconds)', true)
            WHERE pg_catalog.current_setting('\(name)') = '0'
            """
        }
    }

    /// What parts the texts of a list that comes as one text.
    static let separator: Character = "\u{1F}"

    init(_ parts: [any PostgresPart]) throws(DatabaseFailure) {
        func part<Part: PostgresPart>() throws(DatabaseFailure) -> Part {
            for case let part as Part in parts { return part }
            throw DatabaseFailure(.other, "the server did not answer a question about its catalogue")
        }
        relations = try part()
        columns = try part()
        types = try part()
        enums = try part()
        domains = try part()
        constraints = try part()
        indexes = try part()
        sequences = try part()
        functions = try part()
        triggers = try part()
        policies = try part()
        spaces = try part()
        others = try part()
        comments = try part()
        dependencies = try part()
    }
}
