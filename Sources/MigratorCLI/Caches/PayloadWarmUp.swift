import CacheBridge
import Migrator

/// Fills `alembic_data` for `cache warm`.
struct PayloadWarmUp {
    private let session: Session
    private let open: OpenCaches
    private let isNamed: Bool

    /// Takes the session and its caches; for a namespace that was asked for by name it is an error if it cannot be
    /// filled.
    init(_ session: Session, _ open: OpenCaches, isNamed: Bool) {
        self.session = session
        self.open = open
        self.isNamed = isNamed
    }

    /// Loads payloads if their namespace is among these.
    func run(_ namespaces: [String]) async throws -> [PayloadReport] {
        guard namespaces.contains(Namespace.alembicData.name) else { return [] }
        return try await session.withScratch { scratch in
            guard let scratch else {
                // Why there is none was said.
                if isNamed { throw MigratorError(.unsupportedByDialect, "without it payloads cannot be loaded") }
                return []
            }
            return try await warm(scratch)
        }
    }

    private func warm(_ scratch: @escaping MigrationEngine.Connect) async throws -> [PayloadReport] {
        let (own, caches) = (open.cache, open.caches)
        let engine = EngineCaches(target: open.fingerprint) { fingerprint in
            fingerprint == own.configuration.fingerprint
                ? own : CoherentCache(caches.configuration(for: fingerprint))
        }
        let migrator = try session.migrator(for: .looking, caches: MigratorCaches(engine: engine))
        do {
            let reports = try await migrator.warmPayloads(scratch: scratch)
            await engine.shutdown()
            return reports
        } catch {
            guard !isNamed, !ErrorReport.isCancellation(error) else { throw error }
            let report = ErrorReport(error, showsValues: session.settings.migrator.showsValues)
            session.console.warn("payloads are left out: \(report.message)")
            return []
        }
    }
}
