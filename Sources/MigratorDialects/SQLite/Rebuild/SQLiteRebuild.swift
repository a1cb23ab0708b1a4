package import MigrationDSL
import MigratorCore
package import MigratorDatabase

/// Changes to one table, gathered, that ALTER TABLE of SQLite cannot make: the table is made anew and filled again.
///
/// The old table steps aside under another name before the new one is made under its own. So texts that speak of the
/// table by name (checks, self references, triggers) stay as they are; `legacy_alter_table` keeps SQLite from
/// rewriting those elsewhere. Foreign keys must be off, or dropping the old table would delete rows that refer to it;
/// as that cannot be switched in a transaction, whoever begins it has to. Its commit then checks all foreign keys.
package struct SQLiteRebuild: Sendable {
    let table: ObjectName
    /// What changes, in order; groups are taken apart.
    package let changes: [Operation]

    init(table: ObjectName, changes: [Operation]) {
        self.table = table
        self.changes = changes.flatMap { change in
            if let group = change.details as? AlterTable { return group.changes }
            return [change]
        }
    }

    /// Whether the table stays: SQLite can make all the changes, once their text is known.
    var isInPlace: Bool { changes.allSatisfy { $0.isNative || $0.addsColumnInPlace } }

    /// Whether `PRAGMA foreign_keys` must be off before the transaction begins.
    package var needsForeignKeysOff: Bool { !isInPlace }

    /// How a dry run shows it; columns that are added in place as they are in a table that is not strict.
    var script: String {
        var statements: [String] = []
        for change in changes {
            guard isInPlace, let items = try? SQLiteDialect.inPlace(change) else {
                return "-- rebuild table \(table): " + changes.map(\.summary).joined(separator: "; ")
            }
            statements.append(items.text)
        }
        return statements.joined(separator: ";\n")
    }

    /// Makes the changes in the open transaction; returns how many statements that took and how many rows were copied.
    ///
    /// - Throws: ``MigratorError`` or `DatabaseFailure`; the transaction is then to be rolled back.
    package func run(on connection: any DatabaseConnection) async throws -> (statements: Int, rows: Int) {
        let pass = try await make(on: connection)
        return (pass.statements, pass.rows)
    }

    /// As ``run(on:)``; what was done can be read from the result, for a script that does it elsewhere.
    package func make(on connection: any DatabaseConnection) async throws -> SQLiteRebuildPass {
        guard table.schema == nil || table.schema == "main" else {
            throw MigratorError(
                .unsupportedByDialect,
                "SQLite cannot rebuild table \(table): it is of another database"
            )
        }
        guard await connection.isInTransaction else {
            throw MigratorError(.statementFailed, "table \(table) can be rebuilt only in a transaction")
        }
        if needsForeignKeysOff, try await connection.query("PRAGMA foreign_keys").first?.values != [.int(0)] {
            throw MigratorError(
                .statementFailed,
                "table \(table) can be rebuilt only in a transaction that was begun with foreign_keys off"
            )
        }
        var pass = SQLiteRebuildPass(table: table.name, connection: connection)
        for part in parts {
            switch part {
            case .native(let operation): try await pass.alter(operation)
            case .rebuild(let changes): try await pass.rebuild(changes)
            }
        }
        return pass
    }

    /// Makes the changes in a transaction of their own.
    package func runAlone(on connection: any DatabaseConnection) async throws -> (statements: Int, rows: Int) {
        try await SQLiteForeignKeys(connection).off(if: needsForeignKeysOff) {
            try await connection.begin()
            do {
                let done = try await run(on: connection)
                try await connection.commit()
                return done
            } catch {
                // Also if the task was cancelled: the connection must not keep the transaction.
                try? await Task { try await connection.rollback() }.value
                throw error
            }
        }
    }

    // MARK: Parts

    enum Part {
        case native(Operation)
        case rebuild([Operation])
    }

    /// One rebuild, unless a column takes a name in the middle that changes before and after both use.
    var parts: [Part] {
        if isInPlace { return changes.map { .native($0) } }
        var parts: [Part] = []
        var waiting: [Operation] = []
        for change in changes {
            guard change.isNative else {
                waiting.append(change)
                continue
            }
            if !waiting.isEmpty, waiting.contains(where: { $0.mayMention(change) }) {
                parts.append(.rebuild(waiting))
                waiting = []
            }
            // Otherwise the order says nothing, and the name may change first.
            parts.append(.native(change))
        }
        return waiting.isEmpty ? parts : parts + [.rebuild(waiting)]
    }
}

extension Operation {
    /// Whether SQLite does it to a table by itself, without a rebuild.
    var isNative: Bool {
        switch details {
        case is RenameColumn, is RenameIndex: true
        default: false
        }
    }

    /// Whether it adds a column that SQLite can add, but for the name of its type, which depends on the table.
    var addsColumnInPlace: Bool {
        guard let add = details as? AddColumn else { return false }
        return !add.ifNotExists && !add.column.needsRebuild
    }

    /// Whether its text holds a name that `rename` is about: by letters, so that it errs on the safe side.
    fileprivate func mayMention(_ rename: Operation) -> Bool {
        guard let rename = rename.details as? RenameColumn else { return false }
        var canonical = CanonicalText { text, _ in text }
        spell(into: &canonical)
        let text = canonical.text.lowercased()
        return [rename.name, rename.newName].contains { text.contains($0.lowercased()) }
    }
}
