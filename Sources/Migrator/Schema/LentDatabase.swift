import MigratorCore
import MigratorDatabase
import MigratorDialects
import Synchronization

/// An empty database that is lent.
struct LentDatabase: Sendable {
    /// Opens connections to it.
    let connect: MigrationEngine.Connect
    /// Ends its use, even if the task was cancelled: no other code would drop it.
    let giveBack: @Sendable () async -> Void
}

extension Scratches {
    /// Lends an empty database.
    ///
    /// - Throws: `ScratchRefusal` if there is none.
    func lend(_ kind: ScratchKind) async throws -> LentDatabase {
        if case .memory(let url) = kind {
            let connectOther = connectOther
            return LentDatabase(connect: { try await connectOther(OtherDatabase(url: url)) }, giveBack: {})
        }
        let administration = try await openServer()
        let name: String
        do {
            name = try await refusing(kind) { try await dialect.createScratch(administration) }
        } catch {
            await administration.close()
            throw error
        }
        do {
            // It is open from the beginning: nobody else drops a database with a session.
            let first = FirstConnection(try await open(firstTo: name, kind))
            return LentDatabase {
                if let first = first.take() { return first }
                return try await open(name)
            } giveBack: {
                await first.take()?.close()
                await drop(name, administration)
            }
        } catch {
            await drop(name, administration)
            throw error
        }
    }

    /// Opens a connection to the server, in the database that is there.
    func openServer() async throws -> any DatabaseConnection {
        do {
            return try await connectOther(OtherDatabase(url: server))
        } catch let error as DatabaseFailure where server != nil && error.code != .cancelled {
            throw DatabaseFailure(error.code, "the server of the scratch: \(error.message)", sqlState: error.sqlState)
        } catch let error as MigratorError where server != nil {
            throw MigratorError(error.code, "the server of the scratch: \(error.message)", cause: error)
        }
    }

    /// A server, or a pooler before it, may have rules about which databases are opened.
    private func open(firstTo name: String, _ kind: ScratchKind) async throws -> any DatabaseConnection {
        do {
            return try await open(name)
        } catch let error as DatabaseFailure where error.code != .cancelled {
            throw ScratchRefusal(kind, "it was made and cannot be opened: \(error.message)")
        } catch let error as MigratorError {
            throw ScratchRefusal(kind, "it was made and cannot be opened: \(error.message)")
        }
    }

    private func open(_ name: String) async throws -> any DatabaseConnection {
        let connection = try await connectOther(OtherDatabase(url: server, name: name))
        do {
            guard try await dialect.isScratch(name, connection) else {
                throw DatabaseFailure(.cannotOpen, "a pooler in between leads to another database")
            }
            for sql in dialect.scratchSettings { try await connection.execute(sql) }
            return connection
        } catch {
            await connection.close()
            throw error
        }
    }

    private func drop(_ name: String, _ administration: any DatabaseConnection) async {
        let dialect = dialect
        let problem = await Task { () -> DatabaseFailure? in
            var problem: DatabaseFailure?
            do throws(DatabaseFailure) {
                try await dialect.dropScratch(name, administration)
            } catch {
                problem = error
            }
            await administration.close()
            return problem
        }.value
        if let problem { warn("the database \(name) is left behind: \(problem.message)") }
    }
}

/// The connection that shows that a database can be opened, until a caller needs one.
private final class FirstConnection: Sendable {
    private let connection: Mutex<(any DatabaseConnection)?>

    init(_ connection: any DatabaseConnection) {
        self.connection = Mutex(connection)
    }

    func take() -> (any DatabaseConnection)? {
        connection.withLock { held in
            defer { held = nil }
            return held
        }
    }
}
