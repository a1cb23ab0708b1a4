public import CacheBridge
import MigratorOutbox

extension Namespace {
    /// Revision status and metadata, and what empty databases said of schemas and texts.
    public static let alembic = Namespace(
        "alembic",
        timeToLive: .seconds(3600),
        owner: .migrations,
        earliness: 0,
        demandsTrust: true
    )
    /// Parsed payloads, encoded for the driver that will load them.
    public static let alembicData = Namespace(
        "alembic_data",
        timeToLive: .seconds(7200),
        coherence: .contentAddressed,
        owner: .migrations,
        earliness: 0,
        demandsTrust: true
    )

    /// The namespaces of the migration engine.
    public static let migrations: [Namespace] = [.alembic, .alembicData]
}
