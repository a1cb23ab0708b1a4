/// The identity of a server from its start to its end.
struct RedisIdentity: Hashable, Sendable {
    let isMaster: Bool
    let runID: String
    let masterReplicationID: String
}

extension RedisServerInfo {
    /// The part that stays the same as long as the server runs.
    var identity: RedisIdentity {
        RedisIdentity(isMaster: isMaster, runID: runID, masterReplicationID: masterReplicationID)
    }
}
