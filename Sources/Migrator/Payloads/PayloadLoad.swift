import CacheBridge
import MigrationDSL
import MigratorDatabase
import MigratorPayloads
import MigratorSources

/// One bulk insert: from the payload itself or from the cache, with the same rows either way.
struct PayloadLoad {
    let payload: Payload
    let target: PayloadTarget
    let opening: PayloadOpening
    /// Has the driver load from a source; returns how many rows it gave.
    let into: (sending any BulkSource) async throws -> Int

    /// Loads the rows, and tells the cache what became of them.
    ///
    /// - Returns: How many there were, and the digest of the payload's file, where it is one.
    func run(_ cache: PayloadCache) async throws -> (rows: Int, digest: String?) {
        switch try await cache.plan(payload, opening, target) {
        case .make(let reason):
            let (rows, summary, time) = try await make(nil)
            cache.note(report(rows, .made, time, reason: reason))
            return (rows, summary?.digest)
        case .keep(let keeper, let identity):
            return try await keep(keeper, identity, cache)
        case .fetch(let fetch, let identity):
            let (rows, digest) = try await load(fetch, identity)
            let account = fetch.account
            let origin: PayloadReport.Origin = account.tier == .disk ? .disk : .redis
            let reason = account.isWhole ? nil : "a part had left the cache, and was made anew"
            cache.note(report(rows, origin, account.time, isKept: account.isWhole, reason: reason))
            return (rows, digest)
        }
    }

    /// Has the cache keep the rows if it lacks them and they may be worth it.
    func warm(_ cache: PayloadCache) async throws {
        switch try await cache.plan(payload, opening, target) {
        case .make: return
        case .fetch(let fetch, _):
            let origin: PayloadReport.Origin = fetch.account.tier == .disk ? .disk : .redis
            cache.note(report(0, origin, .zero, isKept: true, reason: "it is there already"))
        case .keep(let keeper, let identity): _ = try await keep(keeper, identity, cache)
        }
    }

    private func keep(
        _ keeper: PayloadKeeper,
        _ identity: PayloadIdentity,
        _ cache: PayloadCache
    ) async throws -> (rows: Int, digest: String?) {
        let (rows, summary, time) = try await make(keeper)
        let isWhole = rows > 0 && isUnchanged(identity, summary)
        let verdict = Task { await keeper.finish(isWhole: isWhole, madeIn: time) }
        cache.note(report(rows, .made, time), verdict)
        return (rows, summary?.digest)
    }

    /// Whether the rows were made from what the key was made from: what changed between the two looks at it must not lie
    /// under the digest of the first.
    private func isUnchanged(_ identity: PayloadIdentity, _ summary: PayloadSummary?) -> Bool {
        if let digest = identity.digest { return digest == summary?.digest }
        guard case .maybe(let now)? = try? opening.worth(of: payload) else { return false }
        return now.parts == identity.parts
    }

    private func make(_ keeper: PayloadKeeper?) async throws -> (rows: Int, summary: PayloadSummary?, time: Duration) {
        let receipt = PayloadReceipt()
        let time = TimedSource.Time()
        let source = try opening.source(payload, into: target, receipt)
        let ahead = ReadAheadSource(TimedSource(source, time))
        let rows: Int
        if let keeper { rows = try await into(KeepingSource(ahead, keeper)) } else { rows = try await into(ahead) }
        return (rows, receipt.summary, time.value)
    }

    private func load(
        _ fetch: PayloadFetch,
        _ identity: PayloadIdentity
    ) async throws -> (rows: Int, digest: String?) {
        let (payload, target, opening) = (payload, target, opening)
        let cached = CachedSource(fetch, progress: opening.progress(target)) {
            try opening.source(payload, into: target, nil)
        }
        return (try await into(cached), identity.digest)
    }

    private func report(
        _ rows: Int,
        _ origin: PayloadReport.Origin,
        _ time: Duration,
        isKept: Bool = false,
        reason: String? = nil
    ) -> PayloadReport {
        PayloadReport(
            revision: opening.revision.id,
            payload: payload.summary,
            table: target.table,
            rows: rows,
            origin: origin,
            time: time,
            storing: nil,
            isKept: isKept,
            reason: reason
        )
    }
}
