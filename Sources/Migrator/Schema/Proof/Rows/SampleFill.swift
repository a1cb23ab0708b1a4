import MigrationDSL
import MigratorCatalogue
import MigratorDatabase
import MigratorDialects
import MigratorSchema
import MigratorSystem

/// Fills the tables of a schema on an empty database: with rows of the engine's own one, else with rows that are made.
struct SampleFill {
    /// Where the rows of a table are from.
    enum Source: Hashable {
        case own, made
    }

    /// What has rows then.
    struct Result {
        /// By ``TableKey``; tables without rows are not in it.
        fileprivate(set) var sources: [ExactText: Source] = [:]
        /// The names of the tables with rows, in order.
        fileprivate(set) var names: [String] = []
        fileprivate(set) var missing: [ProofReport.TableWithoutRows] = []

        /// The tables with rows that an operation is about; of one that does not say none.
        func keys(of operation: Operation?, _ kept: [KeptTable], _ dialect: any Dialect) -> Set<ExactText> {
            guard let tables = operation?.touched.tables else { return [] }
            let formers = Dictionary(
                kept.map { (TableKey.of($0.new.name, dialect), TableKey.of($0.old.name, dialect)) }
            ) { first, _ in first }
            let keys = tables.map { TableKey.of($0, dialect) }
            return Set(keys + keys.compactMap { formers[$0] }).intersection(sources.keys)
        }
    }

    private let dialect: any Dialect
    private let connection: any DatabaseConnection
    private let own: [ExactText: OwnRows.Rows]
    private let empty: Set<ExactText>
    private let groups: [[SampleTable]]
    private let virtual: [VirtualTable]
    private var maker: RowMaker
    private var result = Result()

    /// - Parameters:
    ///   - schema: The schema.
    ///   - dialect: Its dialect.
    ///   - connection: A session with the database that has it.
    ///   - own: Rows of the engine's own database.
    ///   - empty: The tables that get none.
    init(
        _ schema: Schema,
        _ dialect: any Dialect,
        on connection: any DatabaseConnection,
        rows own: [ExactText: OwnRows.Rows],
        leaving empty: Set<ExactText>
    ) {
        self.dialect = dialect
        self.connection = connection
        self.own = own
        self.empty = empty
        let types = SampleTypes(schema.objects.map(\.object), dialect)
        let tables = SampleTable.all(of: schema, types, dialect)
        groups = SampleOrder(tables, dialect).groups
        virtual = schema.objects.compactMap { entry in
            if case .virtualTable(let table) = entry.object { table } else { nil }
        }
        maker = RowMaker(tables, SampleValues(types, dialect), dialect, on: connection)
    }

    /// Fills them, in one transaction.
    mutating func fill() async throws -> Result {
        try await connection.begin()
        do {
            for sql in dialect.checkingForeignKeys(atEnd: false) { try await connection.execute(sql) }
            for group in groups {
                if group.count > 1 { try await fill(circle: group) } else { try await fill(group) }
            }
            try await connection.commit()
        } catch {
            let connection = connection
            await Task { try? await connection.rollback() }.value
            guard let error = error as? DatabaseFailure, !error.endsWork else { throw error }
            // As a trigger may end the transaction.
            result = Result()
            for table in groups.joined() { leave(table, "the rows of all tables were lost: \(error.message)") }
        }
        for table in virtual {
            let why = "no rows are made for what a module keeps"
            result.missing.append(ProofReport.TableWithoutRows(table: "\(table.name)", why: why))
        }
        result.missing.sort { $0.table.utf8.lexicographicallyPrecedes($1.table.utf8) }
        result.names.sort { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        return result
    }

    /// Fills tables one after the other.
    private mutating func fill(_ tables: [SampleTable], takingOwn: Bool = true) async throws {
        for table in tables {
            if empty.contains(table.key) {
                leave(table, "the generated revision fails on its rows")
            } else if takingOwn, let rows = own[table.key], try await maker.insert(rows, into: table) {
                note(table, .own)
            } else if let reason = try await maker.makeRows(for: table) {
                leave(table, reason)
            } else {
                note(table, .made)
            }
        }
    }

    private mutating func leave(_ table: SampleTable, _ why: String) {
        result.missing.append(ProofReport.TableWithoutRows(table: "\(table.table.name)", why: why))
    }

    private mutating func note(_ table: SampleTable, _ source: Source) {
        result.sources[table.key] = source
        result.names.append("\(table.table.name)")
    }

    /// Fills tables that refer to one another; their keys are checked when all have rows.
    private mutating func fill(circle tables: [SampleTable]) async throws {
        let before = (result: result, maker: maker)
        for takesOwn in own.isEmpty ? [false] : [true, false] {
            (result, maker) = before
            try await connection.execute("SAVEPOINT migrator_circle")
            for sql in dialect.checkingForeignKeys(atEnd: true) { try await connection.execute(sql) }
            maker.waiting = Set(tables.map(\.key)).subtracting(empty)
            try await fill(tables, takingOwn: takesOwn)
            maker.waiting = []
            guard let reason = try await whyBroken() else {
                try await connection.execute("RELEASE SAVEPOINT migrator_circle")
                return
            }
            try await connection.execute("ROLLBACK TO SAVEPOINT migrator_circle")
            try await connection.execute("RELEASE SAVEPOINT migrator_circle")
            for sql in dialect.checkingForeignKeys(atEnd: false) { try await connection.execute(sql) }
            (result, maker) = before
            guard !takesOwn else { continue }
            for table in tables { leave(table, "it and other tables refer to one another: \(reason)") }
        }
    }

    private func whyBroken() async throws(DatabaseFailure) -> String? {
        do throws(DatabaseFailure) {
            guard try await dialect.keepsForeignKeys(connection) else { return "a foreign key is not kept" }
            for sql in dialect.checkingForeignKeys(atEnd: false) { try await connection.execute(sql) }
            return nil
        } catch {
            guard !error.endsWork else { throw error }
            return error.message
        }
    }
}

extension SampleTable {
    /// The tables that are filled: a partition is through the table that it is a part of.
    static func all(of schema: Schema, _ types: SampleTypes, _ dialect: any Dialect) -> [SampleTable] {
        var tables: [(key: ExactText, table: Table)] = []
        for case .table(let table) in schema.objects.map(\.object) {
            tables.append((TableKey.of(table.name, dialect), table))
        }
        let byKey = Dictionary(tables) { first, _ in first }
        return tables.sorted { $0.key < $1.key }.filter { $0.table.partition == nil }
            .map { SampleTable($0.table, in: byKey, types, dialect) }
    }
}

extension DatabaseFailure {
    /// Whether nothing else can be tried.
    var endsWork: Bool { code == .cancelled || code == .connectionLost }
}
