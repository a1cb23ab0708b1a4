import Database
import MigrationDSL

/// The rebuilds of one table on a connection.
struct SQLiteRebuildPass {
    let table: String
    let connection: any DatabaseConnection
    private(set) var statements = 0
    private(set) var rows = 0

    init(table: String, connection: any DatabaseConnection) {
        self.table = table
        self.connection = connection
    }

    private mutating func execute(_ sql: String, _ values: [DatabaseValue] = []) async throws {
        statements += 1
        try await connection.execute(sql, values)
    }

    /// Makes a change that SQLite can make by itself.
    mutating func alter(_ operation: Operation) async throws {
        if case .renameIndex(let rename) = operation {
            for sql in try await SQLiteIndexRename(rename).statements(connection) { try await execute(sql) }
            return
        }
        for case .statement(let sql) in try SQLiteDialect(isTransactional: true).render(operation) {
            try await execute(sql)
        }
    }

    /// Makes the table anew with all changes at once.
    mutating func rebuild(_ changes: [Operation]) async throws {
        let schema = try await SQLiteTableSchema(of: table, connection)
        let old = try SQLiteTableText(parsing: schema.sql)
        var new = old
        for change in changes { try new.apply(change) }
        guard new != old else { return }
        let health = SQLiteDependents(table: old.name, connection: connection)
        let broken = try await health.broken()
        let numbered = try await schema.lastNumber(connection)
        let before = try await count(old.name)

        let aside = try await freeName(for: old.name)
        let copy = SQLiteRowCopy(from: old, in: aside, to: new)
        if try await !renameWithoutReferences(old.name, to: aside) {
            try await execute(copy.plainTable)
            try await execute(copy.plainCopy)
            try await execute("DROP TABLE \(TableName.quote(old.name))")
        }
        try await execute(new.sql())
        try await execute(copy.sql)
        let after = try await count(old.name)
        guard before == after else {
            throw old.problem("had \(before) rows and would have \(after); nothing was changed")
        }
        rows += after
        try await copy.checkTypes(connection)
        try await execute("DROP TABLE \(TableName.quote(aside))")
        if old.hasAutoincrement, new.hasAutoincrement {
            try await execute("DELETE FROM sqlite_sequence WHERE name = ?", [.text(old.name)])
        }
        if let numbered, new.hasAutoincrement {
            try await execute("INSERT INTO sqlite_sequence (name, seq) VALUES (?, ?)", [.text(old.name), numbered])
        }
        let gone = old.columns.map(\.name).filter { new.index(of: $0) == nil } + dropped(changes)
        for object in schema.objects where !object.goes(with: gone) { try await execute(object.sql) }
        for (statement, dependency) in try await health.broken() where broken[statement] == nil {
            throw old.problem("cannot be changed so: \(dependency)")
        }
    }

    /// The columns that were dropped, also if one of the same name was added since.
    private func dropped(_ changes: [Operation]) -> [String] {
        changes.compactMap { change in
            guard case .dropColumn(let drop) = change else { return nil }
            return drop.name
        }
    }

    private func count(_ table: String) async throws -> Int {
        let rows = try await connection.query("SELECT count(*) AS n FROM \(TableName.quote(table)) NOT INDEXED")
        guard let row = rows.first else { return 0 }
        return try row.get("n")
    }

    private func freeName(for table: String) async throws -> String {
        let taken = try await connection.query("SELECT lower(name) AS name FROM sqlite_schema")
        let names = Set(try taken.map { row in try row.get("name", as: String.self) })
        var name = "migrator_old_\(table)"
        while names.contains(name.lowercased()) { name += "_" }
        return name
    }

    /// Renames a table while everything that refers to it goes on to mean the old name.
    ///
    /// Returns whether it could: not if an expression of the table names the table itself, as `CHECK (t.a > 0)` does.
    private mutating func renameWithoutReferences(_ table: String, to aside: String) async throws -> Bool {
        let isLegacy = try await connection.query("PRAGMA legacy_alter_table").first?.values == [.int(1)]
        try await execute("PRAGMA legacy_alter_table = ON")
        var failure: DatabaseError?
        do throws(DatabaseError) {
            statements += 1
            try await connection.execute("ALTER TABLE \(TableName.quote(table)) RENAME TO \(TableName.quote(aside))")
        } catch {
            failure = error
        }
        // The setting is the connection's, and no rollback takes it back.
        if !isLegacy { try await execute("PRAGMA legacy_alter_table = OFF") }
        if let failure, failure.code == .cancelled { throw failure }
        return failure == nil
    }
}
