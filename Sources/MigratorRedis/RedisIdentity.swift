/// Which life of which server answers.
struct RedisIdentity: Hashable, Sendable {
    let isMaster: Bool
    let runID: String
    let masterReplicationID: String
}

extension RedisServerInfo {
    /// What of it stays the same for as long as the server's life does.
    var identity: RedisIdentity {
        RedisIdentity(isMaster: isMaster, runID: runID, masterReplicationID: masterReplicationID)
    }
}
