import CacheBridge
import CacheSamples

/// Namespaces that follow a history, as the engine's do.
extension Namespace {
    static let alembic = Namespace(
        "alembic",
        timeToLive: .seconds(3600),
        owner: .migrations,
        earliness: 0,
        demandsTrust: true
    )
    static let alembicData = Namespace(
        "alembic_data",
        timeToLive: .seconds(7200),
        coherence: .contentAddressed,
        owner: .migrations,
        earliness: 0,
        demandsTrust: true
    )
    static let all = [alembic, alembicData] + samples
}

extension Namespace.Owner {
    static let migrations = Namespace.Owner(prefix: "ALEMBIC", followsHistory: true)
}
