import MigratorCatalogue
package import MigratorCore
package import MigratorDatabase
package import MigratorDialects
import MigratorSystem

/// Lends empty places of one kind of database, each for one use, and removes them afterwards.
///
/// On SQLite they are in memory. On PostgreSQL they are made on the same server, or on one that is told, and what they are
/// depends on what the role may do there: the best comes first, and why each better one was refused is remembered. What a
/// database holds that is there is never touched.
package struct Scratches: Sendable {
    let dialect: any Dialect
    /// The URL of the server; `nil` for that of the engine's own database.
    let server: String?
    let connectOther: OtherDatabase.Connect
    private let kinds: [ScratchKind]
    /// What is refused from the beginning.
    private let refusals: [ScratchRefusal]
    let warn: @Sendable (String) -> Void
    /// What empty databases were found to say earlier; `nil` if that is not remembered.
    var memory: ScratchMemory?

    /// Creates it.
    ///
    /// - Parameters:
    ///   - kind: The kind of database.
    ///   - server: The URL of the server; `nil` for that of the engine's own database.
    ///   - connectOther: Opens databases.
    ///   - warn: Hears what could not be removed.
    /// - Throws: `MigratorError` for a kind of database without a dialect, or a server of another kind.
    package init(
        on kind: DatabaseKind,
        server: String? = nil,
        connectOther: OtherDatabase.Connect?,
        warn: @escaping @Sendable (String) -> Void = { _ in }
    ) throws(MigratorError) {
        dialect = try kind.dialect()
        if let server, let other = try? DatabaseURL(server).kind, other != kind {
            throw MigratorError(
                .invalidSetting,
                "the scratch is a database of \(other.title), and a schema of \(kind.title) is to be made on it"
            )
        }
        self.server = server
        // Without a way to open any, one refusal says so for all.
        kinds = connectOther == nil ? [] : dialect.scratchKinds
        refusals = (connectOther == nil ? dialect.scratchKinds.prefix(1) : []).map { ScratchRefusal($0, Self.noWay) }
        self.connectOther = connectOther ?? { _ in throw MigratorError(.invalidSetting, Self.noWay) }
        self.warn = warn
    }

    private static let noWay = "this program gave the engine no way to open another database"

    // MARK: For any SQL

    /// Lends an empty database for as long as a closure runs.
    ///
    /// - Parameter body: Gets what opens connections to the database; those must be closed when it returns.
    /// - Returns: What the closure returns.
    /// - Throws: ``NoScratch`` if there is none; what `body` throws.
    package func withScratch<Result>(
        _ body: (@escaping MigrationEngine.Connect) async throws -> Result
    ) async throws -> Result {
        var refusals = refusals
        for kind in kinds where kind.runsAnySQL {
            let lent: LentDatabase
            do {
                lent = try await lend(kind)
            } catch let refusal as ScratchRefusal {
                refusals.append(refusal)
                continue
            }
            do {
                let result = try await body { try await lent.connect() }
                await lent.giveBack()
                return result
            } catch {
                await lent.giveBack()
                throw error
            }
        }
        throw NoScratch(refusals)
    }

    // MARK: For texts

    /// Lends a room in which texts are read back, for as long as a closure runs.
    ///
    /// - Parameters:
    ///   - need: What is to be made there.
    ///   - body: Gets the room; is called again with the next best one if a room can take no more.
    /// - Returns: What the closure returns, and why there was no better room.
    /// - Throws: ``NoScratch`` if there is none; what `body` throws.
    package func withRoom<Result>(
        for need: ScratchNeed,
        _ body: (any ScratchRoom) async throws -> Result
    ) async throws -> (result: Result, refusals: [ScratchRefusal]) {
        var refusals = refusals
        for kind in kinds {
            do {
                return (try await within(kind, for: need, body), refusals)
            } catch let refusal as ScratchRefusal {
                refusals.append(refusal)
            }
        }
        throw NoScratch(refusals)
    }

    private func within<Result>(
        _ kind: ScratchKind,
        for need: ScratchNeed,
        _ body: (any ScratchRoom) async throws -> Result
    ) async throws -> Result {
        let lent = try await kind.runsAnySQL ? lend(kind) : nil
        do {
            let connection = if let lent { try await lent.connect() } else { try await openServer() }
            do {
                let room = try await refusing(kind) { try await dialect.scratchRoom(kind, for: need, connection) }
                let result = try await body(room)
                try await connection.rollback()
                await connection.close()
                if let lent { await lent.giveBack() }
                return result
            } catch {
                // A session that ends takes its transaction with it.
                await connection.close()
                throw error
            }
        } catch {
            if let lent { await lent.giveBack() }
            throw error
        }
    }

    /// Runs what may be refused by a server; what is no refusal passes.
    func refusing<Result>(
        _ kind: ScratchKind,
        _ body: () async throws -> Result
    ) async throws -> Result {
        do {
            return try await body()
        } catch let error as DatabaseFailure where error.code != .connectionLost && error.code != .cancelled {
            throw ScratchRefusal(kind, error.message)
        }
    }
}
