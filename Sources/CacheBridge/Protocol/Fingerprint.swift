import MigratorSystem

/// The identity of the database that cached values come from: part of every coherent key, event and lock name.
public struct Fingerprint: Sendable, Hashable, CustomStringConvertible {
    /// 32 hexadecimal digits.
    public let text: String

    /// Creates the fingerprint of a database.
    ///
    /// - Parameters:
    ///   - identity: The id that lies beside the outbox; a restored or copied database gets another one.
    ///   - place: The values that tell this database from a copy: on PostgreSQL the system identifier, the database's
    ///     oid, the timeline and the schema; on SQLite the device and the inode.
    public init(identity: String, place: [String]) {
        text = String(Digest.hex(Digest.sha256(ofParts: [identity] + place)).prefix(32))
    }

    /// A fingerprint whose digits are known.
    package init(text: String) {
        self.text = text
    }

    /// The digits.
    public var description: String { text }
}
