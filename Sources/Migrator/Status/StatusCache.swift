import CacheBridge
import MigrationDSL
import MigratorDatabase
import MigratorDialects
import MigratorGraph
import MigratorOutbox
import MigratorSources
import MigratorSystem
import Synchronization

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Where a database stands, as it was found by whoever looked last.
struct StoredStatus: Sendable, Codable {
    /// The database's fingerprint.
    var database: String
    /// The version rows.
    var rows: [String]
    /// The outbox's last number, which every step and every stamp raises.
    var event: Int64
    /// When it was found, in milliseconds since 1970.
    var at: Int64

    /// How long ago that was at the most: within a millisecond nobody can tell, and a clock may have been put back.
    var age: Duration { .milliseconds(max(0, Timestamp.now.milliseconds - at) + 1) }
}

/// Keeps where a database stands: what `current --cached` and `isUpToDate(maxAge:)` ask, and no run ever believes.
///
/// A status lies under the database's fingerprint, which only the database knows; beside it lies, under the database's
/// URL, which fingerprint that is. Of two statuses of a database the one with the higher event is kept. Which of two
/// databases has a URL now, the last to be looked at decides.
struct StatusCache: Sendable {
    private let caches: EngineCaches
    private let parts: [String]

    /// Of a clock that is further ahead than this nobody can say how old an answer is.
    private static let leeway: Int64 = 1000

    init?(_ migrator: MigrationEngine) {
        guard let caches = migrator.caches.engine else { return nil }
        self.caches = caches
        let heads = migrator.revisions.graph.effectiveHeads.sorted().map(\.rawValue)
        parts = [caches.target, migrator.settings.versionTable.description] + heads
    }

    private func key(_ kind: String) -> CacheKey {
        CacheKey([Digest.hex(Digest.sha256(ofParts: parts))], in: .alembic, shape: RecordShape(kind, version: 1))
    }

    /// Whether others may look while a run goes on, or only this process when it is over.
    var isShared: Bool { caches.isShared }

    /// Reads where a database stands, whose fingerprint may be known, and stores it.
    ///
    /// Whatever goes wrong costs a later look. Nobody may call it while a step is half done.
    func refresh(
        _ tables: EngineTables,
        _ connection: any DatabaseConnection,
        as fingerprint: Fingerprint? = nil
    ) async {
        guard caches.isShared || caches.keepsInMemory,
            let status = try? await Self.look(tables, connection, as: fingerprint)
        else { return }
        await store(status)
    }

    /// Stores where a database stands.
    func store(_ status: StoredStatus) async {
        caches.latest.withLock { latest in
            if let old = latest[key("status")], old.database == status.database, old.event > status.event { return }
            latest[key("status")] = status
        }
        guard let bytes = try? Array(JSONEncoder().encode(status)) else { return }
        let fingerprint = Fingerprint(text: status.database)
        await caches.general.storeStatus(Array(status.database.utf8), order: nil, for: key("place"))
        await caches.cache(of: fingerprint).storeStatus(
            bytes,
            order: UInt64(clamping: status.event),
            for: key("status")
        )
    }

    /// Where the database stood when somebody looked last; `nil` if nobody remembers.
    func status() async -> StoredStatus? {
        if let place = await caches.general.status(for: key("place")) {
            let fingerprint = Fingerprint(text: String(decoding: place.bytes, as: UTF8.self))
            if let found = await caches.cache(of: fingerprint).status(for: key("status")),
                let status = try? JSONDecoder().decode(StoredStatus.self, from: Data(found.bytes)),
                status.database == fingerprint.text, status.at <= Timestamp.now.milliseconds + Self.leeway
            {
                return status
            }
        }
        return caches.keepsInMemory ? caches.latest.withLock { $0[key("status")] } : nil
    }

    /// Asks the database, in one statement and outside of a transaction.
    static func look(
        _ tables: EngineTables,
        _ connection: any DatabaseConnection,
        as known: Fingerprint? = nil
    ) async throws -> StoredStatus {
        let name: Fingerprint
        if let known {
            name = known
        } else {
            name = try await tables.identity.fingerprint(connection).fingerprint
        }
        let sql = """
            SELECT version_num AS id, 0 AS event FROM \(tables.versionTable.name.quoted)
            UNION ALL SELECT \(tables.dialect.nullText), \(tables.outbox.lastNumber)
            """
        var status = StoredStatus(database: name.text, rows: [], event: 0, at: Timestamp.now.milliseconds)
        for row in try await connection.query(sql) {
            if let id = try row.get("id", as: String?.self) { status.rows.append(id) }
            status.event = max(status.event, try row.get("event", as: Int64.self))
        }
        return status
    }
}

extension Timestamp {
    /// Milliseconds since 1970.
    var milliseconds: Int64 { microseconds / 1000 }
}
