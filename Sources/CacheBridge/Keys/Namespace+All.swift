extension Namespace {
    /// Revision status and metadata, and the parsed graph of a SQL folder.
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
    /// The races that names are made for.
    public static let namingSpirits = Namespace("naming_spirits", timeToLive: .seconds(1800))
    /// Name components by type.
    public static let namingComponents = Namespace("naming_components", timeToLive: .seconds(1800))
    /// The naming configuration.
    public static let namingConfig = Namespace("naming_config", timeToLive: .seconds(3600))
    /// Agent templates by spirit and style.
    public static let agentTemplates = Namespace("agent_templates", timeToLive: .seconds(3600), hasSingleLoader: true)
    /// Trait combinations by spirit.
    public static let traitCombinations = Namespace(
        "trait_combinations",
        timeToLive: .seconds(1800),
        hasSingleLoader: true
    )
    /// The data of one agent.
    public static let agentData = Namespace("agent_data", timeToLive: .seconds(300), coherence: .perEntity)
    /// The traits of one agent.
    public static let agentTraits = Namespace("agent_traits", timeToLive: .seconds(300), coherence: .perEntity)
    /// The interactions of one agent.
    public static let agentInteractions = Namespace(
        "agent_interactions",
        timeToLive: .seconds(300),
        coherence: .perEntity
    )
    /// The relationships of one agent.
    public static let agentRelationships = Namespace(
        "agent_relationships",
        timeToLive: .seconds(600),
        coherence: .perEntity
    )
    /// The position of one agent, which changes all the time.
    public static let agentPositions = Namespace(
        "agent_positions",
        timeToLive: .seconds(30),
        coherence: .perEntity,
        writePolicy: .through,
        earliness: 0
    )

    /// The namespaces of the migration engine.
    public static let migrations: [Namespace] = [.alembic, .alembicData]

    /// The namespaces of the entity-component schema.
    public static let application: [Namespace] = [
        .namingSpirits, .namingComponents, .namingConfig, .agentTemplates, .traitCombinations,
        .agentData, .agentTraits, .agentInteractions, .agentRelationships, .agentPositions,
    ]

    /// All namespaces.
    public static let all: [Namespace] = migrations + application
}
