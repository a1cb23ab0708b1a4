import MigrationDSL
import MigratorDatabase
import MigratorSystem

/// The rebuilds of one table on a connection.
package struct SQLiteRebuildPass {
    let table: String
    let connection: any DatabaseConnection
    package private(set) var statements = 0
    private(set) var rows = 0
    /// What was done, such that it can be done again to a table of the same definition with other rows.
    package private(set) var script: [SQLiteRebuildLine] = []

    init(table: String, connection: any DatabaseConnection) {
        self.table = table
        self.connection = connection
    }

    private mutating func execute(_ sql: String) async throws(DatabaseFailure) {
        statements += 1
        try await connection.execute(sql)
        script.append(.statement(sql))
    }

    /// Makes a change that SQLite can make by itself.
    mutating func alter(_ operation: Operation) async throws {
        if let rename = operation.details as? RenameIndex {
            script.append(.check(.definition, try await SQLiteTableSchema(of: table, connection).condition))
            for sql in try await SQLiteIndexRename(rename).statements(connection) { try await execute(sql) }
            return
        }
        guard let sql = try SQLiteDialect.inPlace(operation, strict: await isStrict()) else { return }
        try await execute(sql.text)
    }

    private func isStrict() async throws -> Bool {
        let sql = "SELECT 1 FROM pragma_table_list WHERE schema = 'main' AND name = ? COLLATE NOCASE AND strict"
        return try await !connection.query(sql, [.text(table)]).isEmpty
    }

    /// Makes the table anew with all changes at once.
    mutating func rebuild(_ changes: [Operation]) async throws {
        let schema = try await SQLiteTableSchema(of: table, connection)
        let old = try SQLiteTableText(parsing: schema.sql)
        var new = old
        try new.apply(changes)
        guard new != old || !new.sql().isExactly(old.sql()) else { return }
        let health = SQLiteDependents(table: old.name, connection: connection)
        let broken = try await health.broken()
        script.append(.check(.definition, schema.condition))

        let aside = try await freeName(for: old.name)
        let copy = SQLiteRowCopy(from: old, in: aside, to: new)
        let numbers = SQLiteNumbering(of: old, in: aside, to: new)
        let isCopy = try await !renameWithoutReferences(old.name, to: aside)
        if isCopy {
            try await execute(copy.plainTable)
            try await execute(copy.plainCopy)
            for sql in numbers.saving { try await execute(sql) }
            try await execute("DROP TABLE \(TableName.quote(old.name))")
        }
        try await execute(new.sql())
        try await execute(copy.sql)
        let (before, after) = (try await count(aside), try await count(old.name))
        guard before == after else {
            throw old.problem("had \(before) rows and would have \(after); nothing was changed")
        }
        script.append(.check(.rowCount, "\(Self.count(aside)) = \(Self.count(old.name))"))
        rows += after
        try await copy.checkTypes(connection)
        script += copy.typeConditions.map { .check(.types, $0) }
        for sql in numbers.restoring(fromCopy: isCopy) { try await execute(sql) }
        try await execute("DROP TABLE \(TableName.quote(aside))")
        let gone = old.columns.map(\.name).filter { new.index(of: $0) == nil } + dropped(changes)
        for object in schema.objects where !object.goes(with: gone) { try await execute(object.sql) }
        for (statement, dependency) in try await health.broken() where broken[statement] == nil {
            throw old.problem("cannot be changed so: \(dependency)")
        }
    }

    /// The columns that were dropped, also if one of the same name was added since.
    private func dropped(_ changes: [Operation]) -> [String] {
        changes.compactMap { change in
            guard let drop = change.details as? DropColumn else { return nil }
            return drop.name
        }
    }

    private func count(_ table: String) async throws -> Int {
        guard let row = try await connection.query("SELECT \(Self.count(table)) AS n").first else { return 0 }
        return try row.get("n")
    }

    private static func count(_ table: String) -> String {
        "(SELECT count(*) FROM \(TableName.quote(table)) NOT INDEXED)"
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
        var failure: DatabaseFailure?
        do throws(DatabaseFailure) {
            // A task that is cancelled here may have made the setting all the same.
            try await execute("PRAGMA legacy_alter_table = ON")
            let sql = "ALTER TABLE \(TableName.quote(table)) RENAME TO \(TableName.quote(aside))"
            statements += 1
            try await connection.execute(sql)
            script.append(.statement(sql))
        } catch {
            failure = error
        }
        // The setting is the connection's, and no rollback takes it back; nor may a cancelled task leave it.
        if !isLegacy {
            let (sql, connection) = ("PRAGMA legacy_alter_table = OFF", connection)
            statements += 1
            try await Task { _ = try await connection.execute(sql) }.value
            script.append(.statement(sql))
        }
        if let failure, failure.code == .cancelled { throw failure }
        return failure == nil
    }
}
