package import CacheBridge

/// Namespaces of every kind that tests of caches work with.
extension Namespace {
    /// The races that names are made for.
    package static let namingSpirits = Namespace("naming_spirits", timeToLive: .seconds(1800), owner: .sample)
    /// Name components by type.
    package static let namingComponents = Namespace("naming_components", timeToLive: .seconds(1800), owner: .sample)
    /// The naming configuration.
    package static let namingConfig = Namespace("naming_config", timeToLive: .seconds(3600), owner: .sample)
    /// Agent templates by spirit and style.
    package static let agentTemplates = Namespace(
        "agent_templates",
        timeToLive: .seconds(3600),
        owner: .sample,
        hasSingleLoader: true
    )
    /// Trait combinations by spirit.
    package static let traitCombinations = Namespace(
        "trait_combinations",
        timeToLive: .seconds(1800),
        owner: .sample,
        hasSingleLoader: true
    )
    /// The data of one agent.
    package static let agentData = Namespace(
        "agent_data",
        timeToLive: .seconds(300),
        coherence: .perEntity,
        owner: .sample
    )
    /// The traits of one agent.
    package static let agentTraits = Namespace(
        "agent_traits",
        timeToLive: .seconds(300),
        coherence: .perEntity,
        owner: .sample
    )
    /// The interactions of one agent.
    package static let agentInteractions = Namespace(
        "agent_interactions",
        timeToLive: .seconds(300),
        coherence: .perEntity,
        owner: .sample
    )
    /// The relationships of one agent.
    package static let agentRelationships = Namespace(
        "agent_relationships",
        timeToLive: .seconds(600),
        coherence: .perEntity,
        owner: .sample
    )
    /// The position of one agent, which changes all the time.
    package static let agentPositions = Namespace(
        "agent_positions",
        timeToLive: .seconds(30),
        coherence: .perEntity,
        owner: .sample,
        writePolicy: .through,
        earliness: 0
    )

    /// All of them.
    package static let samples: [Namespace] = [
        .namingSpirits, .namingComponents, .namingConfig, .agentTemplates, .traitCombinations,
        .agentData, .agentTraits, .agentInteractions, .agentRelationships, .agentPositions,
    ]
}

extension Namespace.Owner {
    /// Whose the samples are.
    package static let sample = Namespace.Owner(prefix: "ECS")
}

extension InvalidationChannel {
    /// Where caches of tests publish.
    package static let sample = InvalidationChannel(name: "ecs:invalidate", stream: "ecs:invalidations")
}
