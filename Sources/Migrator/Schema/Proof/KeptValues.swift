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
    ///   - plan: The plan; a table or a column that it drops and makes again does not keep its values.
    ///   - old: The old schema.
    ///   - dialect: The dialect of both.
    init(_ kept: [KeptTable], _ plan: GeneratedPlan, _ old: Schema, _ dialect: any Dialect) {
        self.dialect = dialect
        var (tables, columns): (Set<ExactText>, [ExactText: Set<ExactText>]) = ([], [:])
        for operation in plan.parts.flatMap(\.upgrade).flatMap(\.ungrouped) {
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

    /// The rows of each table, in whichever order.
    func read(_ connection: any DatabaseConnection, _ side: Side) async throws -> [[ExactText]] {
        var all: [[ExactText]] = []
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
            all.append(rows.map { ExactText($0.values.map(Self.text).joined(separator: ", ")) }.sorted())
        }
        return all
    }

    /// A value that was read as a literal, which is text.
    private static func text(_ cell: DatabaseCell) -> String {
        if case .text(let text) = cell { text } else { "\(cell)" }
    }

    /// The first table whose rows are not the same.
    func difference(_ before: [[ExactText]], _ after: [[ExactText]]) -> String? {
        for (index, kept) in tables.enumerated() where before[index] != after[index] { return "\(kept.new.name)" }
        return nil
    }
}
