import MigratorSystem

/// Says what the database looks like now, as far as a namespace is concerned.
public protocol DiskWitness: Sendable {
    /// The database's identity and the namespace's last outbox row; `nil` if the database cannot be asked, or if the
    /// namespace must not lie on disk, as those of the application on PostgreSQL, where ids commit out of order.
    func witness(of namespace: Namespace) async -> Witness?
}

/// The database's state that a disk entry is stored with, and compared with at each hit.
public struct Witness: Sendable, Hashable {
    let bytes: [UInt8]

    /// Creates a witness.
    public init(identity: String, lastEvent: String) {
        bytes = Digest.sha256(ofParts: [identity, lastEvent])
    }
}
