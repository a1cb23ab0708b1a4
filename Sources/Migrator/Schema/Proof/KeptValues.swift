import MigrationDSL
import MigratorCatalogue
import MigratorDatabase
import MigratorDialects
import MigratorSchema
import MigratorSystem

/// The values that a plan has to keep: of the columns that both schemas have, in tables that have rows.
struct KeptValues {
    private let tables: [KeptTable]
    private let dialect: any Dialect
    /// Parted tables whose parts all stay, by ``TableKey``.
    private let whole: Set<ExactText>

    /// - Parameters:
    ///   - kept: The tables that both schemas have.
    ///   - operations: What is done; a table or a column that is dropped and made again does not keep its values.
    ///   - old: The old schema.
    ///   - dialect: The dialect of both.
    init(_ kept: [KeptTable], _ operations: [Operation], _ old: Schema, _ dialect: any Dialect) {
        self.dialect = dialect
        var (tables, columns): (Set<ExactText>, [ExactText: Set<ExactText>]) = ([], [:])
        for operation in operations.flatMap(\.ungrouped) {
            switch operation.details {
            case let drop as DropTable: tables.insert(TableKey.of(drop.name, dialect))
            case let drop as DropColumn:
                columns[TableKey.of(drop.table, dialect), default: []].insert(ExactText(drop.name))
            default: break
            }
        }
        self.tables = kept.compactMap { kept in
            let keys = [TableKey.of(kept.old.name, dialect), TableKey.of(kept.new.name, dialect)]
            guard !keys.contains(where: tables.contains) else { return nil }
            let gone = keys.reduce(into: Set<ExactText>()) { $0.formUnion(columns[$1] ?? []) }
            let names = kept.columns.filter { !gone.contains(ExactText($0.old)) && !gone.contains(ExactText($0.new)) }
            return KeptTable(old: kept.old, new: kept.new, columns: names)
        }
        var parted: [ExactText: Bool] = [:]
        for case .table(let table) in old.objects.map(\.object) {
            guard let parent = table.partition?.parent else { continue }
            let isDropped = tables.contains(TableKey.of(table.name, dialect))
            let key = TableKey.of(parent, dialect)
            parted[key] = !isDropped && parted[key] != false
        }
        whole = Set(parted.filter(\.value).keys)
    }

    /// Which of the two names that a table and its columns have.
    enum Side {
        case old, new
    }

    /// The rows of each table as their values, in whichever order.
    func read(_ connection: any DatabaseConnection, _ side: Side) async throws -> [[[ExactText]]] {
        var all: [[[ExactText]]] = []
        for kept in tables {
            let names = kept.columns.map { side == .old ? $0.old : $0.new }
            let table = side == .old ? kept.old : kept.new
            // Rows are counted even if no column of them stays.
            let literals = names.isEmpty ? [SQLFragment("1")] : names.map { dialect.literal(ofColumn: $0) }
            let list = literals.joined(separator: ", ")
            let isWhole = whole.contains(TableKey.of(kept.old.name, dialect))
            let source = isWhole ? dialect.quote(table.name) : dialect.ownRows(of: table.name)
            let query: SQLFragment = "SELECT \(list) FROM \(source)"
            let rows = try await connection.query(query)
            let values = rows.map { row in row.values.map { ExactText(Self.text($0)) } }
            all.append(values.sorted { $0.lexicographicallyPrecedes($1) })
        }
        return all
    }

    /// A value that was read as a literal, which is text.
    private static func text(_ cell: DatabaseCell) -> String {
        if case .text(let text) = cell { text } else { "\(cell)" }
    }

    /// Of what was read, under the old names, that which other ones are about.
    func part(of rows: [[[ExactText]]], for other: KeptValues) -> [[[ExactText]]] {
        let indices = Dictionary(tables.enumerated().map { (TableKey.of($1.old.name, dialect), $0) }) { first, _ in
            first
        }
        return other.tables.map { kept in
            guard let index = indices[TableKey.of(kept.old.name, dialect)] else { return [] }
            let columns = kept.columns.compactMap { column in
                tables[index].columns.firstIndex { $0.old.isExactly(column.old) }
            }
            let part = rows[index].map { row in columns.isEmpty ? [ExactText("1")] : columns.map { row[$0] } }
            return part.sorted { $0.lexicographicallyPrecedes($1) }
        }
    }

    /// The first table whose rows are not the same.
    func difference(_ before: [[[ExactText]]], _ after: [[[ExactText]]]) -> String? {
        for (index, kept) in tables.enumerated() where before[index] != after[index] { return "\(kept.new.name)" }
        return nil
    }

    /// What is not the same, in words; holds no value.
    func loss(_ before: [[[ExactText]]], _ after: [[[ExactText]]]) -> String? {
        for (index, kept) in tables.enumerated() {
            let (old, new) = (before[index], after[index])
            guard old != new else { continue }
            guard old.count == new.count else {
                return "table \(kept.old.name) had \(old.count) rows, and has \(new.count)"
            }
            let lost = kept.columns.indices.filter { column in
                old.map { $0[column] }.sorted() != new.map { $0[column] }.sorted()
            }
            guard !lost.isEmpty else { return "values of table \(kept.old.name) are in other rows than they were" }
            let names = lost.map { kept.columns[$0].old }.joined(separator: ", ")
            return "column \(names) of table \(kept.old.name) has other values than it had"
        }
        return nil
    }
}
