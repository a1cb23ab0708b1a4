import MigrationDSL
import MigratorCore
import MigratorDatabase

/// The statements that move the rows from the old table to the new.
struct SQLiteRowCopy {
    private let old: SQLiteTableText
    private let new: SQLiteTableText
    /// Where the rows are meanwhile.
    private let aside: String

    init(from old: SQLiteTableText, in aside: String, to new: SQLiteTableText) {
        self.old = old
        self.new = new
        self.aside = aside
    }

    var sql: String {
        var targets: [String] = []
        var values: [String] = []
        // A row keeps its rowid, which may be all that tells it from others.
        if let name = rowIDName {
            targets.append(name)
            values.append(name)
        }
        for column in new.columns where !column.isGenerated {
            guard let value = column.expression.map({ "(\($0))" }) ?? column.source.map(TableName.quote) else {
                continue
            }
            targets.append(TableName.quote(column.name))
            values.append(value)
        }
        if targets.isEmpty, let column = new.columns.first(where: { !$0.isGenerated }) {
            targets.append(TableName.quote(column.name))
            values.append("NULL")
        }
        // OR ABORT, so that no ON CONFLICT clause of the table drops rows on the way.
        return "INSERT OR ABORT INTO \(TableName.quote(old.name)) (\(targets.joined(separator: ", "))) "
            + "SELECT \(values.joined(separator: ", ")) FROM \(TableName.quote(aside)) AS \(TableName.quote(old.name)) NOT INDEXED"
    }

    /// A table that holds the rows while the old one is gone: of the same types and collations, without constraints.
    var plainTable: String {
        let columns = old.columns.map { column in
            var plain = column
            plain.clauses.removeAll { $0.kind != .collate }
            return plain.sql
        }
        return
            "CREATE TABLE \(TableName.quote(aside)) (\(columns.joined(separator: ", ")))\(old.isStrict ? " STRICT" : "")"
    }

    var plainCopy: String {
        let rowID = old.isWithoutRowID ? nil : SQLiteRowCopy(from: old, in: aside, to: old).freeRowIDName
        let names = ([rowID].compactMap(\.self) + old.columns.map { TableName.quote($0.name) }).joined(separator: ", ")
        return "INSERT INTO \(TableName.quote(aside)) (\(names)) "
            + "SELECT \(names) FROM \(TableName.quote(old.name)) NOT INDEXED"
    }

    private var rowIDName: String? {
        guard !old.isWithoutRowID, !new.isWithoutRowID else { return nil }
        if let key = new.rowIDColumn, let index = new.index(of: key), new.columns[index].source != nil { return nil }
        return freeRowIDName
    }

    private var freeRowIDName: String? {
        ["rowid", "_rowid_", "oid"].first { old.index(of: $0) == nil && new.index(of: $0) == nil }
    }

    /// A key that becomes the rowid: null in it would silently be a number.
    private var newRowID: (name: String, count: String)? {
        guard let key = new.rowIDColumn, let index = new.index(of: key), let source = new.columns[index].source,
            new.columns[index].expression == nil, !(old.rowIDColumn.map { SQLiteName.same($0, source) } ?? false)
        else { return nil }
        return (key, "(SELECT count(*) FROM \(TableName.quote(aside)) WHERE \(TableName.quote(source)) IS NULL)")
    }

    /// Refuses values that a column of a new type kept because they could not be converted without loss.
    func checkTypes(_ connection: any DatabaseConnection) async throws {
        if let key = newRowID {
            let rows = try await connection.query("SELECT \(key.count) AS n")
            if let count = try rows.first?.get("n", as: Int.self), count > 0 {
                throw old.problem("has \(count) rows without a \(key.name), which is to number them")
            }
        }
        for column in convertedColumns {
            let rows = try await connection.query("SELECT \(column.count) AS n")
            guard let count = try rows.first?.get("n", as: Int.self), count > 0 else { continue }
            throw old.problem(
                "has \(count) rows whose \(column.name) is no \(column.type); say in using: how to convert them"
            )
        }
    }

    /// What must be true after the copy, in SQL.
    var typeConditions: [String] {
        (newRowID.map { ["\($0.count) = 0"] } ?? []) + convertedColumns.map { "\($0.count) = 0" }
    }

    /// The columns whose values the new type may not take, and an expression that counts the rows of these.
    private var convertedColumns: [(name: String, type: String, count: String)] {
        new.columns.compactMap { column in
            guard !column.isGenerated, column.expression == nil, let source = column.source,
                let index = old.index(of: source)
            else { return nil }
            let affinity = SQLiteAffinity(column.type)
            guard affinity != SQLiteAffinity(old.columns[index].type) else { return nil }
            let allowed: String
            switch affinity {
            case .integer: allowed = "'integer', 'null'"
            case .real: allowed = "'real', 'null'"
            case .text, .blob, .numeric: return nil
            }
            let count =
                "(SELECT count(*) FROM \(TableName.quote(old.name)) "
                + "WHERE typeof(\(TableName.quote(column.name))) NOT IN (\(allowed)))"
            return (column.name, column.type, count)
        }
    }
}
