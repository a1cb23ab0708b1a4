import MigratorSystem

/// The layout of a record's bytes: its name, its fields and their types.
///
/// Its digest is part of every key, so that old and new code may share a store during a rolling deploy: neither sees
/// the other's entries.
public struct RecordShape: Sendable, Hashable {
    /// The first 16 hexadecimal digits of SHA-256 over the name, the version and the fields.
    public let digest: String

    /// Creates the shape of a record.
    ///
    /// - Parameters:
    ///   - name: The record's name.
    ///   - version: Raise it when the encoding changes and the fields do not.
    ///   - fields: Names and types in the order of the encoding.
    public init(_ name: String, version: Int = 1, fields: [(name: String, type: String)] = []) {
        var parts = [name, String(version)]
        for field in fields { parts += [field.name, field.type] }
        digest = String(Digest.hex(Digest.sha256(ofParts: parts)).prefix(16))
    }
}
