package import MigrationDSL
package import MigratorDatabase
package import MigratorSystem

/// The rules of one database that a catalogue of its tables follows.
///
/// What has a default is what a plain database of standard SQL answers.
package protocol CatalogueRules: Sendable {
    /// Which database it is.
    var kind: DatabaseKind { get }

    /// Which of the two spellings of a revision's SQL it reads.
    var spelling: RevisionDatabase { get }

    /// The schema where a name without one leads, unless a server is set up otherwise.
    var homeSchema: String { get }

    /// Whether a server may be set up to look for a name without a schema in any schema.
    var hasSearchPath: Bool { get }

    /// Whether a foreign key points into the schema of its own table, whatever it names.
    var keepsKeysInSchema: Bool { get }

    /// Whether a query may call functions that make or change tables.
    var queriesMayDefine: Bool { get }

    /// Whether a column may be declared without a type.
    var allowsUntypedColumns: Bool { get }

    /// Whether a primary key may be declared to allow null.
    var keysMayAllowNull: Bool { get }

    /// Whether a column that is numbered is the row's number, which has a value also where it is numbered no more.
    var keysNumberRows: Bool { get }

    /// A type as the database's SQL writes it.
    func text(of type: ColumnType) -> String

    /// What a column of a type holds; `nil` where the database alone can tell.
    func held(_ type: ColumnType) -> ColumnKind?

    /// A column as the driver would find it in the catalogue.
    ///
    /// - Parameters:
    ///   - draft: The column as a revision makes it.
    ///   - domains: The types beneath domains, by ``domain(_:)``.
    /// - Returns: Its type, what it holds, and what else the catalogue says of it.
    func column(_ draft: ColumnDraft, _ domains: [ExactText: ColumnDraft]) -> CatalogColumn

    /// The name of the domain that a type's text may mean; `nil` for what can be none.
    func domain(_ type: String) -> String?

    /// The names in an expression that must be columns, or the database takes them for something else without a word.
    func columns(in expression: String) -> [String]
}

extension CatalogueRules {
    /// None: it has no schemas.
    package var homeSchema: String { "" }
    package var hasSearchPath: Bool { false }
    package var keepsKeysInSchema: Bool { false }
    package var queriesMayDefine: Bool { true }
    package var allowsUntypedColumns: Bool { false }
    package var keysMayAllowNull: Bool { false }
    package var keysNumberRows: Bool { false }

    package func held(_ type: ColumnType) -> ColumnKind? { type.held }

    package func column(_ draft: ColumnDraft, _ domains: [ExactText: ColumnDraft]) -> CatalogColumn {
        CatalogColumn(
            name: draft.name,
            declaredType: draft.type,
            kind: draft.kind ?? draft.given.flatMap(held) ?? .any,
            isNullable: draft.isNullable,
            hasDefault: draft.hasDefault,
            isGenerated: draft.isGenerated
        )
    }

    package func domain(_ type: String) -> String? { nil }
    package func columns(in expression: String) -> [String] { [] }
}
