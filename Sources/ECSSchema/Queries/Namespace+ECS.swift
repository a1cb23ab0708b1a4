public import CacheBridge
import MigratorOutbox

extension Namespace {
    /// The races that names are made for.
    public static let namingSpirits = Namespace("naming_spirits", timeToLive: .seconds(1800), owner: .application)
    /// Name components by type.
    public static let namingComponents = Namespace("naming_components", timeToLive: .seconds(1800), owner: .application)
    /// The naming configuration.
    public static let namingConfig = Namespace("naming_config", timeToLive: .seconds(3600), owner: .application)
    /// Agent templates by spirit and style.
    public static let agentTemplates = Namespace(
        "agent_templates",
        timeToLive: .seconds(3600),
        owner: .application,
        hasSingleLoader: true
    )
    /// Trait combinations by spirit.
    public static let traitCombinations = Namespace(
        "trait_combinations",
        timeToLive: .seconds(1800),
        owner: .application,
        hasSingleLoader: true
    )
    /// The data of one agent.
    public static let agentData = Namespace(
        "agent_data",
        timeToLive: .seconds(300),
        coherence: .perEntity,
        owner: .application
    )
    /// The traits of one agent.
    public static let agentTraits = Namespace(
        "agent_traits",
        timeToLive: .seconds(300),
        coherence: .perEntity,
        owner: .application
    )
    /// The interactions of one agent.
    public static let agentInteractions = Namespace(
        "agent_interactions",
        timeToLive: .seconds(300),
        coherence: .perEntity,
        owner: .application
    )
    /// The relationships of one agent.
    public static let agentRelationships = Namespace(
        "agent_relationships",
        timeToLive: .seconds(600),
        coherence: .perEntity,
        owner: .application
    )
    /// The position of one agent, which changes all the time.
    public static let agentPositions = Namespace(
        "agent_positions",
        timeToLive: .seconds(30),
        coherence: .perEntity,
        owner: .application,
        writePolicy: .through,
        earliness: 0
    )

    /// The namespaces of the entity-component schema.
    public static let ecs: [Namespace] = [
        .namingSpirits, .namingComponents, .namingConfig, .agentTemplates, .traitCombinations,
        .agentData, .agentTraits, .agentInteractions, .agentRelationships, .agentPositions,
    ]
}
