import MigrationDSL
import MigratorCatalogue
import MigratorCore
import MigratorDatabase
import MigratorDialects
import MigratorSchema

/// Finds the statements of operations: by the dialect alone, or, where a table is made anew, on an empty database.
struct StatementFinder {
    /// An operation, and the statements that make it.
    struct Found {
        let operation: Operation
        /// The statements; none if those of an earlier operation on the same table make it as well.
        var statements: [String] = []
        /// Whether foreign keys must be off before the transaction begins.
        var needsForeignKeysOff = false
    }

    /// What the statements are written for.
    enum Purpose {
        /// A script for the database's shell, which is to stop where the table is not what it was here.
        case script
        /// A revision in SQL.
        case revision

        fileprivate var name: String {
            switch self {
            case .script: "a script"
            case .revision: "a revision in SQL"
            }
        }
    }

    /// The dialect, which renders for a transaction.
    private let dialect: any Dialect
    private let form: any ScriptForm
    /// The schema that is there before the first operation.
    private let old: SchemaText
    private let purpose: Purpose

    init(
        for purpose: Purpose,
        from old: SchemaText,
        _ dialect: any Dialect,
        _ form: any ScriptForm
    ) {
        self.purpose = purpose
        self.old = old
        self.dialect = dialect.rendering(inTransaction: true)
        self.form = form
    }

    /// An operation, and the work that it means.
    private typealias Rendered = (operation: Operation, items: [WorkItem])

    /// The statements of transactions that follow each other, for each operation of each.
    ///
    /// - Parameters:
    ///   - transactions: The operations of each.
    ///   - scratches: Lend an empty database, where the dialect alone does not know the statements.
    /// - Returns: What was found, in the same order.
    /// - Throws: `MigratorError` for an operation that is no SQL or does not run, or if there is no empty database;
    ///   `DatabaseFailure`.
    func statements(of transactions: [[Operation]], _ scratches: Scratches) async throws -> [[Found]] {
        let rendered = try transactions.map { operations in
            try zip(operations, dialect.render(operations)).map { ($0, try $1.items.get()) } as [Rendered]
        }
        guard rendered.joined().contains(where: { $0.items.contains(where: \.isRebuild) }) else {
            return try rendered.map { try $0.map { try found($0.operation, $0.items) } }
        }
        do {
            return try await scratches.withScratch { connect in
                let connection = try await connect()
                do {
                    let found = try await tried(rendered, on: connection)
                    await connection.close()
                    return found
                } catch {
                    await connection.close()
                    throw error
                }
            }
        } catch let none as NoScratch {
            throw MigratorError(
                .unsupportedOffline,
                "\(purpose.name) that makes tables anew needs an empty database to try it on, and there is none "
                    + "(\(none.reason))"
            )
        }
    }

    /// The statements of an operation that its dialect knows without a database.
    private func found(_ operation: Operation, _ work: [WorkItem]) throws(MigratorError) -> Found {
        var found = Found(operation: operation)
        for piece in work {
            guard case .statement(let sql) = piece else { throw isNoSQL(operation) }
            found.statements.append(try spelled(sql.text, operation))
        }
        return found
    }

    /// The statements of all operations, found out on an empty database.
    private func tried(_ transactions: [[Rendered]], on connection: any DatabaseConnection) async throws -> [[Found]] {
        for sql in try old.making() { try await make(sql, connection) }
        for sql in form.foreignKeys(false) { try await connection.execute(sql) }
        try await connection.execute(form.begin)
        var result: [[Found]] = []
        for operations in transactions {
            var found: [Found] = []
            for (operation, work) in operations { found.append(try await tried(operation, work, on: connection)) }
            result.append(found)
        }
        try await connection.execute("ROLLBACK")
        return result
    }

    /// A virtual table may need what only its application has, and has no part in how others are made anew.
    private func make(_ sql: String, _ connection: any DatabaseConnection) async throws {
        do throws(DatabaseFailure) {
            try await connection.execute(sql)
        } catch {
            guard error.code != .cancelled, sql.hasPrefix("CREATE VIRTUAL TABLE"), old.isKept else { throw error }
        }
    }

    private func tried(
        _ operation: Operation,
        _ work: [WorkItem],
        on connection: any DatabaseConnection
    ) async throws -> Found {
        var found = Found(operation: operation)
        for piece in work {
            switch piece {
            case .statement(let sql):
                found.statements.append(try spelled(sql.text, operation))
                try await connection.execute(sql.text)
            case .rebuild(let rebuild):
                let needsForeignKeysOff: Bool
                switch purpose {
                case .script:
                    let script = try await rebuild.scripted(on: connection)
                    found.statements += script.statements
                    needsForeignKeysOff = script.needsForeignKeysOff
                case .revision:
                    let text = try await rebuild.written(on: connection)
                    found.statements += text.statements
                    needsForeignKeysOff = text.needsForeignKeysOff
                }
                found.needsForeignKeysOff = found.needsForeignKeysOff || needsForeignKeysOff
            case .bulkInsert, .removeRows, .perform: throw isNoSQL(operation)
            }
        }
        return found
    }

    /// A statement as it is written for the purpose.
    private func spelled(_ sql: String, _ operation: Operation) throws(MigratorError) -> String {
        guard purpose == .script else { return sql }
        do throws(ScriptRefusal) {
            return try form.statement(sql)
        } catch {
            throw MigratorError(
                .unsupportedOffline,
                "\(operation.summary) cannot be written into a script: \(error.reason); \(error.advice)"
            )
        }
    }

    private func isNoSQL(_ operation: Operation) -> MigratorError {
        MigratorError(.unsupportedOffline, "\(operation.summary) cannot be written into \(purpose.name)")
    }
}

extension WorkItem {
    fileprivate var isRebuild: Bool {
        if case .rebuild = self { true } else { false }
    }
}
