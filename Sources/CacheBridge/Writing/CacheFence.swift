/// A fence that a run has put up: while it stands, readers pass the cache by.
///
/// ``CoherentCache/deliver(_:run:)`` with the same run takes it away after COMMIT, ``CoherentCache/lift(_:)`` after
/// ROLLBACK. A process that is killed leaves it to its time.
public struct CacheFence: Sendable {
    /// The run's name.
    public let run: String
    /// The namespaces that are fenced.
    public let namespaces: [Namespace]
    /// The entities that are fenced; empty for all.
    public let entities: [String]
    /// After what time it ends by itself.
    public let lifetime: Duration
    /// The state of the tokens before the fence, by name.
    let before: [String: TokenState]
}
