import MigrationDSL
import MigratorCatalogue
import MigratorDatabase
import MigratorDialects
import MigratorSystem

/// A few rows of each table of the engine's own database, as far as that has the tables and may be read.
///
/// They go no further than to an empty database on the same server.
struct OwnRows {
    /// Rows of a table.
    struct Rows {
        let columns: [String]
        /// The values of each row as literals, in the order of the columns.
        let values: [[String]]
    }

    private let engine: MigrationEngine
    private let reader: SchemaReader
    /// In the order in which they are filled.
    private let groups: [[SampleTable]]
    private let tables: [ExactText: SampleTable]

    init(_ engine: MigrationEngine, _ reader: SchemaReader, _ schema: Schema) {
        self.engine = engine
        self.reader = reader
        let types = SampleTypes(schema.objects.map(\.object), reader.dialect)
        let tables = SampleTable.all(of: schema, types, reader.dialect)
        groups = SampleOrder(tables, reader.dialect).groups
        self.tables = Dictionary(tables.map { ($0.key, $0) }) { first, _ in first }
    }

    /// How many rows are read of a table.
    private static let count = 20
    /// How long a table is read for.
    private static let patience = Duration.seconds(5)
    /// How long all of them are.
    private static let time = Duration.seconds(20)

    /// Reads them; what cannot be read is left out.
    func sample() async -> [ExactText: Rows] {
        guard reader.isAtHome, !groups.isEmpty else { return [:] }
        let found = try? await engine.withConnection { connection -> [ExactText: Rows] in
            guard connection.kind == reader.dialect.kind else { return [:] }
            let bounded = BoundedConnection(connection, limit: Self.patience)
            let deadline = ContinuousClock.now + Self.time
            var found: [ExactText: Rows] = [:]
            for table in groups.joined() where ContinuousClock.now < deadline {
                do throws(DatabaseFailure) {
                    let rows = try await sample(of: table, beside: found, bounded)
                    if !rows.values.isEmpty { found[table.key] = rows }
                } catch {
                    // A table that is locked, or too large to be searched, is the last that is read.
                    if error.endsWork { break }
                }
            }
            return found
        }
        return found ?? [:]
    }

    /// Reads rows whose parents are among those that were read.
    private func sample(
        of table: SampleTable,
        beside found: [ExactText: Rows],
        _ connection: any DatabaseConnection
    ) async throws(DatabaseFailure) -> Rows {
        let dialect = reader.dialect
        let columns = table.columns.filter { $0.generation == nil }.map(\.name)
        let literals = columns.map { dialect.literal(ofColumn: $0) }.joined(separator: ", ")
        let conditions = table.foreignKeys.compactMap { condition($0, of: table, found) }
        let words: SQLFragment = conditions.isEmpty ? "" : " WHERE \(conditions.joined(separator: " AND "))"
        // A parted table has its rows in its parts.
        let name = table.table.name
        let source = table.table.partitionKey == nil ? dialect.ownRows(of: name) : dialect.quote(name)
        let query: SQLFragment = "SELECT \(literals) FROM \(source)\(words) LIMIT \(Self.count)"
        guard !columns.isEmpty else { return Rows(columns: [], values: []) }
        let rows = try await connection.query(query)
        return Rows(columns: columns, values: rows.map { row in row.values.map(\.literalText) })
    }

    /// That a row refers to one that was read, or to none.
    private func condition(_ key: ForeignKey, of table: SampleTable, _ found: [ExactText: Rows]) -> SQLFragment? {
        let dialect = reader.dialect
        let parentKey = TableKey.of(key.referencedTable, dialect)
        guard parentKey != table.key, let parent = tables[parentKey] else { return nil }
        let named = key.referencedColumns.isEmpty ? parent.table.primaryKeyColumns : key.referencedColumns
        var choices = key.columns.map { "\(dialect.quote($0)) IS NULL" as SQLFragment }
        if let rows = found[parentKey] {
            let indices = named.compactMap { name in rows.columns.firstIndex { $0.isExactly(name) } }
            guard indices.count == key.columns.count else { return nil }
            for row in rows.values {
                let equal = zip(key.columns, indices).map { "\(dialect.quote($0)) = \(row[$1])" as SQLFragment }
                choices.append("(\(equal.joined(separator: " AND ")))")
            }
        }
        return "(\(choices.joined(separator: " OR ")))"
    }
}
