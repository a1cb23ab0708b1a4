import MigrationDSL
import MigratorCatalogue
import MigratorDatabase
import MigratorDialects

/// The SQL of the toy: standard SQL, with types and literals of its own.
struct ToyDialect: Dialect {
    let isTransactional: Bool

    var kind: DatabaseKind { .toy }
    var spelling: RevisionDatabase { .postgres }

    func rendering(inTransaction: Bool) -> any Dialect { ToyDialect(isTransactional: inTransaction) }

    func text(of type: ColumnType) -> String {
        switch type.kind {
        case .smallInt: "SMALLINT"
        case .integer: "INTEGER"
        case .bigInt: "BIGINT"
        case .real, .double: "REAL"
        case .decimal(let precision?, let scale): "NUMERIC(\(precision), \(scale ?? 0))"
        case .decimal: "NUMERIC"
        case .boolean: "BOOLEAN"
        case .string(let length), .char(let length): "STRING(\(length))"
        case .bytes: "BYTES"
        case .uuid: "UUID"
        case .json, .jsonb: "JSON"
        case .date: "DATE"
        case .time: "TIME"
        case .timestamp: "TIMESTAMP"
        case .timestampTZ: "INSTANT"
        case .custom(let type, _): type
        default: "STRING"
        }
    }

    func truth(_ value: Bool) -> String { value ? "BOOLEAN 't'" : "BOOLEAN 'f'" }
    func bytes(_ hexadecimal: String) -> String { "BYTES '\(hexadecimal)'" }
    func asText(_ column: String) -> String { "CAST(\(column) AS STRING)" }

    func engineTables(version: TableName) -> [TableMaking] {
        let journal = TableName(EngineTableNames.journal)
        return [
            TableMaking(
                version,
                "CREATE TABLE IF NOT EXISTS \(version.quoted) (version_num STRING(255) NOT NULL PRIMARY KEY)"
            ),
            TableMaking(
                journal,
                """
                CREATE TABLE IF NOT EXISTS \(journal.quoted) (
                    id AUTONUMBER, uuid UUID NOT NULL UNIQUE,
                    revision STRING(255) NOT NULL, direction STRING(9) NOT NULL, checksum STRING(64),
                    operations JSON NOT NULL, arguments JSON NOT NULL, tag STRING(255), payloads JSON NOT NULL,
                    started_at INSTANT NOT NULL, duration_ms BIGINT NOT NULL,
                    statements BIGINT NOT NULL, row_count BIGINT NOT NULL,
                    engine STRING(20) NOT NULL, state STRING(5) NOT NULL, progress JSON, version_table STRING(255)
                )
                """
            ),
        ]
    }
}
