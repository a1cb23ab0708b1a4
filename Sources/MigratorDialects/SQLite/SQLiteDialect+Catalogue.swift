package import MigrationDSL
import MigratorCatalogue
package import MigratorDatabase

/// Types are not read from their text, as no row is loaded by what is said here.
extension SQLiteDialect {
    package var spelling: RevisionDatabase { .sqlite }
    package var homeSchema: String { "main" }
    package var hasSearchPath: Bool { false }
    package var keepsKeysInSchema: Bool { true }
    package var queriesMayDefine: Bool { false }
    package var allowsUntypedColumns: Bool { true }
    package var keysMayAllowNull: Bool { true }
    package var keysNumberRows: Bool { true }

    /// Whatever SQLite calls a number, it keeps 64 bits.
    package func held(_ type: ColumnType) -> ColumnKind? {
        switch type.kind {
        case .integer, .smallSerial, .serial: .integer(bits: 64)
        case .real: .real(bits: 64)
        default: type.held
        }
    }

    /// A name in double quotes is taken for text if no column is so called.
    package func columns(in expression: String) -> [String] { SQLiteQuotedNames.columns(in: expression) }
}
