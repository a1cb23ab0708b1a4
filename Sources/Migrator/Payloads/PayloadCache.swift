import CacheBridge
import MigrationDSL
import MigratorCore
import MigratorDatabase
import MigratorPayloads
import Synchronization

/// The parsed payloads that runs leave for one another, as one run uses them.
///
/// Nothing here makes a load fail or changes what it writes: whatever is wrong with the cache, the payload itself is
/// read.
final class PayloadCache: Sendable {
    private let caches: EngineCaches?
    /// The database whose figures hits and misses are counted among; the payloads themselves are no database's.
    private let database = Mutex<Fingerprint?>(nil)
    /// What is known of the payloads so far, and what will be of those that are being stored.
    private let reports = Mutex<[(report: PayloadReport, verdict: Task<PayloadKeeper.Verdict, Never>?)]>([])

    init(_ caches: EngineCaches?) {
        self.caches = caches
    }

    /// Hears which database it is.
    func count(for database: Fingerprint?) {
        self.database.withLock { $0 = database }
    }

    /// The cache; `nil` if there is none, and then payloads are only reported.
    private var cache: CoherentCache? {
        database.withLock { $0 }.map { caches?.cache(of: $0) } ?? caches?.general
    }

    /// Where a payload's rows will come from.
    enum Plan {
        /// From the payload itself, for this reason.
        case make(String)
        /// From the payload itself, and the cache keeps them.
        case keep(PayloadKeeper, PayloadIdentity)
        /// From the cache.
        case fetch(PayloadFetch, PayloadIdentity)
    }

    /// Looks for a payload's rows.
    func plan(
        _ payload: Payload,
        _ opening: PayloadOpening,
        _ target: PayloadTarget
    ) async throws(MigratorError) -> Plan {
        guard let cache else { return .make("there is no cache") }
        let identity: PayloadIdentity
        switch try opening.worth(of: payload) {
        case .never(let reason): return .make(reason)
        case .maybe(let found): identity = found
        }
        let key = identity.key(for: target)
        if let reader = await cache.contentReader(for: key) {
            guard reader.count > 0 else { return .make("it was found to take less time than fetching them") }
            return .fetch(PayloadFetch(reader), identity)
        }
        guard let writer = cache.contentWriter(for: key) else { return .make("no store outlasts the run") }
        return .keep(PayloadKeeper(writer, keepsAll: caches?.keepsAll ?? false), identity)
    }

    /// Takes down what became of a payload.
    func note(_ report: PayloadReport, _ verdict: Task<PayloadKeeper.Verdict, Never>? = nil) {
        reports.withLock { $0.append((report, verdict)) }
    }

    /// How many payloads were taken down.
    var count: Int { reports.withLock { $0.count } }

    /// Forgets all but the first so many: what loaded them was rolled back, and is done again.
    func forget(allBut count: Int) {
        reports.withLock { $0.removeSubrange(min(count, $0.count)...) }
    }

    /// Waits until all is stored, and says what became of each payload, in the order of loading.
    func finish() async -> [PayloadReport] {
        let noted = reports.withLock { reports in
            defer { reports = [] }
            return reports
        }
        var finished: [PayloadReport] = []
        for (report, verdict) in noted {
            var report = report
            if let verdict = await verdict?.value { report.add(verdict) }
            finished.append(report)
        }
        return finished
    }
}
