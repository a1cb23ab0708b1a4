import MigratorCore

/// The tools whose projects are understood.
package enum ImportFormat: String, CaseIterable, Sendable {
    case alembic, dbmate, goose, flyway, sqlx, diesel, fluent, hummingbird, grdb
    case golangMigrate = "golang-migrate"

    /// Whether the tool's migrations are no files, but code of which a database knows the names.
    package var isNamesOnly: Bool {
        switch self {
        case .fluent, .hummingbird, .grdb: true
        case .alembic, .dbmate, .goose, .flyway, .sqlx, .diesel, .golangMigrate: false
        }
    }

    /// The reader of its files; `nil` for a tool whose migrations are no files of SQL.
    var files: (any ForeignFormat.Type)? {
        switch self {
        case .alembic, .fluent, .hummingbird, .grdb: nil
        case .dbmate: DbmateFormat.self
        case .golangMigrate: GolangMigrateFormat.self
        case .goose: GooseFormat.self
        case .flyway: FlywayFormat.self
        case .sqlx: SqlxFormat.self
        case .diesel: DieselFormat.self
        }
    }
}

/// How a tool's files are read: text in, migrations out.
protocol ForeignFormat {
    /// How many folders may lie between the project's own and a file.
    static var depth: Int { get }

    /// Whether a file is one of the tool's, by its name.
    static func reads(_ name: String) -> Bool

    /// The migrations of a project, in the order in which the tool runs them, and what is left of it.
    ///
    /// - Throws: `MigratorError` with the place for a file that the tool itself would refuse.
    static func migrations(_ files: [ForeignFile]) throws(MigratorError) -> ForeignProject
}

/// What was read of a project.
package struct ForeignProject: Sendable {
    /// In the order in which the tool runs them.
    package var migrations: [ForeignMigration] = []
    /// What the project has beside them.
    package var left: [ImportFinding] = []

    package init(_ migrations: [ForeignMigration] = [], left: [ImportFinding] = []) {
        self.migrations = migrations
        self.left = left
    }
}
