import MigrationDSL
import MigratorDatabase
import MigratorDialects
import MigratorSystem

/// Makes rows for tables, one table after the other, in the open transaction.
struct RowMaker {
    /// The values of a row as literals, by column.
    typealias Row = [ExactText: String]

    /// The tables that are filled together and may have no rows yet.
    var waiting: Set<ExactText> = []

    let values: SampleValues
    let dialect: any Dialect
    private let connection: any DatabaseConnection
    let tables: [ExactText: SampleTable]
    /// The columns that get values of ours, though the database would fill them: others refer to those.
    var forced: [ExactText: Set<ExactText>] = [:]

    init(
        _ tables: [SampleTable],
        _ values: SampleValues,
        _ dialect: any Dialect,
        on connection: any DatabaseConnection
    ) {
        self.tables = Dictionary(tables.map { ($0.key, $0) }) { first, _ in first }
        self.values = values
        self.dialect = dialect
        self.connection = connection
    }

    /// How many rows a table gets.
    private static let count = 3

    /// Makes rows for a table.
    ///
    /// - Returns: Why there are none; `nil` if there are.
    mutating func makeRows(for table: SampleTable) async throws -> String? {
        var reason: String?
        var made = 0
        let refersToItself = table.foreignKeys.contains { TableKey.of($0.referencedTable, dialect) == table.key }
        var rows: [Row] = []
        for number in 0..<Self.count {
            switch try await row(number, of: table) {
            case .success(let row) where refersToItself:
                let failure = try await fit(row, number, into: table)
                if let failure { reason = reason ?? failure.message } else { made += 1 }
            case .success(let row): rows.append(row)
            case .failure(let problem): reason = reason ?? problem.text
            }
        }
        if !rows.isEmpty, try await insert(rows, into: table) == nil {
            made += rows.count
        } else {
            for (number, row) in rows.enumerated() {
                guard let failure = try await fit(row, number, into: table) else {
                    made += 1
                    continue
                }
                reason = reason ?? failure.message
                // Where nothing was found for the first, nothing will be for the next.
                if made == 0 { break }
            }
        }
        waiting.remove(table.key)
        return made > 0 ? nil : reason ?? "no row fits"
    }

    /// Inserts rows of another database, those that fit.
    ///
    /// - Returns: Whether any did.
    mutating func insert(_ rows: OwnRows.Rows, into table: SampleTable) async throws -> Bool {
        let made = rows.values.map { Row(uniqueKeysWithValues: zip(rows.columns.map(ExactText.init), $0)) }
        var count = 0
        if try await insert(made, into: table) == nil {
            count = made.count
        } else {
            for row in made where try await insert([row], into: table) == nil { count += 1 }
        }
        if count > 0 { waiting.remove(table.key) }
        return count > 0
    }

    // MARK: Rows that fit

    /// Inserts a row, with other values in the columns of conditions that it does not keep.
    ///
    /// - Returns: What the database says of the last; `nil` if one fits.
    private func fit(_ row: Row, _ number: Int, into table: SampleTable) async throws -> DatabaseFailure? {
        guard let first = try await insert([row], into: table) else { return nil }
        if try await isFitted(row, number, after: first, into: table) { return nil }
        // What the database does not take may be the value of a column that may be null.
        let bare = row.filter { !table.isOptional($0.key) }
        guard bare.count < row.count else { return first }
        guard let second = try await insert([bare], into: table) else { return nil }
        return try await isFitted(bare, number, after: second, into: table) ? nil : first
    }

    /// Whether a row was inserted that has other values than one that failed.

    private func isFitted(
        _ row: Row,
        _ number: Int,
        after failure: DatabaseFailure,
        into table: SampleTable
    ) async throws -> Bool {
        var (row, failure) = (row, failure)
        var kept: [ExactText] = []
        // One condition after the other: the database names one that is broken.
        while failure.isOfRow, kept.count < 8 {
            var better: (row: Row, failure: DatabaseFailure)?
            for trial in trials(of: row, number, against: failure, table) {
                guard let other = try await insert([trial], into: table) else { return true }
                guard other.isOfRow, other.rule != failure.rule, !kept.contains(other.rule) else { continue }
                better = (trial, other)
                break
            }
            guard let better else { break }
            kept.append(failure.rule)
            (row, failure) = better
        }
        return false
    }

    /// Rows with one or two other values, against what a row failed for.
    private func trials(
        of row: Row,
        _ number: Int,
        against failure: DatabaseFailure,
        _ table: SampleTable
    ) -> [Row] {
        let broken = table.conditions.filter { $0.isBroken(failure) }
        let conditions = broken.isEmpty ? table.conditions : broken
        var columns: [Column] = []
        for column in conditions.flatMap(\.columns) where column.generation == nil && !columns.contains(column) {
            columns.append(column)
        }
        let choices = columns.map { column in
            let of = conditions.filter { $0.columns.contains(column) }
            return (ExactText(column.name), values.others(column, of: table, of, number))
        }
        func rows(_ row: Row, _ name: ExactText, _ values: [String]) -> [Row] {
            values.map { value in
                var row = row
                row[name] = value
                return row
            }
        }
        var trials = choices.flatMap { rows(row, $0.0, $0.1) }
        for (index, first) in choices.enumerated() {
            for second in choices[(index + 1)...] {
                for row in rows(row, first.0, Array(first.1.prefix(8))) {
                    trials += rows(row, second.0, Array(second.1.prefix(8)))
                }
            }
        }
        return Array(trials.prefix(200))
    }

    // MARK: Inserting

    /// Inserts rows, all or none.
    private func insert(_ rows: [Row], into table: SampleTable) async throws(DatabaseFailure) -> DatabaseFailure? {
        // Of columns that a row does not say the database has a value.
        let names = Set(rows.flatMap(\.keys))
        guard !rows.isEmpty, rows.allSatisfy({ $0.count == names.count }), !names.isEmpty || rows.count == 1 else {
            return DatabaseFailure(.other, "rows of one statement have the same columns")
        }
        let columns = table.columns.map(\.name).filter { names.contains(ExactText($0)) }
        let lists = rows.map { row in columns.map { row[ExactText($0)] ?? "NULL" } }
        try await connection.execute("SAVEPOINT migrator_row")
        do throws(DatabaseFailure) {
            try await connection.execute(dialect.insertion(of: lists, columns, into: table.table.name))
            if waiting.isEmpty, table.hasDeferredKeys, !(try await dialect.keepsForeignKeys(connection)) {
                throw DatabaseFailure(.foreignKeyViolation, "a foreign key is not kept")
            }
            try await connection.execute("RELEASE SAVEPOINT migrator_row")
            return nil
        } catch {
            guard !error.endsWork else { throw error }
            try await connection.execute("ROLLBACK TO SAVEPOINT migrator_row")
            try await connection.execute("RELEASE SAVEPOINT migrator_row")
            return error
        }
    }

    /// The values of columns in the rows that a table has, as literals.
    func rows(of table: SampleTable, _ columns: [String]) async throws(DatabaseFailure) -> [[String]] {
        let literals = columns.map { dialect.literal(ofColumn: $0) }.joined(separator: ", ")
        let query: SQLFragment = "SELECT \(literals) FROM \(dialect.quote(table.table.name)) ORDER BY 1 LIMIT 20"
        return try await connection.query(query).map { row in row.values.map(\.literalText) }
    }
}

extension DatabaseCell {
    /// A literal that was asked for.
    var literalText: String {
        if case .text(let text) = self { text } else { "NULL" }
    }
}

extension DatabaseFailure {
    /// Whether other values may do.
    fileprivate var isOfRow: Bool {
        switch code {
        case .checkViolation, .uniqueViolation, .notNullViolation, .exclusionViolation, .constraintViolation: true
        default: false
        }
    }

    /// The rule that is broken.
    fileprivate var rule: ExactText { ExactText("\(code) \(constraint ?? message)") }
}
