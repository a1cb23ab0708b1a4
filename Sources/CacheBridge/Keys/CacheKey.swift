import MigratorSystem

/// The key of an entry, the same in every process and on every machine.
///
/// Its text is `entity@part/part~shape`. Each character other than a letter, a digit, `.`, `-` and `_` is written as
/// `%` and two hexadecimal digits. The text is made from the parts alone: no hash of this process is in it.
public struct CacheKey: Sendable, Hashable {
    /// The name of its namespace.
    public let namespace: String
    /// The entity whose writes make the entry stale, if there is one.
    public let entity: String?
    /// The whole key as text.
    public let text: String

    /// A hash of namespace and text, for tables in memory.
    let hash: UInt64
    /// A hash of namespace and entity, or of the key itself where there is no entity: what shares it lies together.
    let group: UInt64

    /// Creates a key.
    ///
    /// - Parameters:
    ///   - parts: What to look for, from the general to the particular: `["by_name", "elf"]`.
    ///   - namespace: Where the entry lies.
    ///   - entity: The entity whose writes make it stale; for namespaces that are invalidated by entity.
    ///   - shape: What the value's bytes look like.
    public init(_ parts: [String], in namespace: Namespace, entity: String? = nil, shape: RecordShape) {
        var text = ""
        // Room for the parts as they are and a character behind each.
        let lengths = parts.reduce(entity.map { $0.utf8.count + 1 } ?? 0) { $0 + $1.utf8.count + 1 }
        text.reserveCapacity(lengths + 1 + shape.digest.utf8.count)
        if let entity {
            text += Self.escaped(entity)
            text += "@"
        }
        for (index, part) in parts.enumerated() {
            if index > 0 { text += "/" }
            text += Self.escaped(part)
        }
        text += "~"
        text += shape.digest
        self.namespace = namespace.name
        self.entity = entity
        self.text = text
        let space = Digest.quick(namespace.name)
        hash = Digest.quick(text, seed: space)
        group = entity.map { Digest.quick($0, seed: space) } ?? hash
    }

    /// The last part of the entry's name in a store, after the namespace: the text, or its digest where the text is
    /// long.
    package var storageText: String {
        text.utf8.count <= 160 ? "v:\(text)" : "h:\(Digest.hex(Digest.sha256(text.utf8)))"
    }

    /// Whether two keys are the same.
    public static func == (left: CacheKey, right: CacheKey) -> Bool {
        left.hash == right.hash && left.text == right.text && left.namespace == right.namespace
    }

    /// Hashes what was hashed at creation.
    public func hash(into hasher: inout Hasher) { hasher.combine(hash) }

    /// A hash of an entity's entries in memory.
    static func group(of entity: String, in namespace: String) -> UInt64 {
        Digest.quick(entity, seed: Digest.quick(namespace))
    }

    /// A text without `/`, `@`, `~`, `%` and other special characters; never empty.
    static func escaped(_ text: String) -> String {
        let isPlain = !text.isEmpty && text.utf8.allSatisfy(isPlain)
        guard !isPlain else { return text }
        guard !text.isEmpty else { return "%" }
        var bytes: [UInt8] = []
        for byte in text.utf8 {
            guard !Self.isPlain(byte) else {
                bytes.append(byte)
                continue
            }
            bytes.append(UInt8(ascii: "%"))
            bytes.append(contentsOf: Digest.hex([byte]).utf8)
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func isPlain(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-"):
            true
        default: false
        }
    }
}
