import Crypto
import MigratorSystem

/// The keys of envelopes: the first key signs, all of them verify.
///
/// To rotate, put the new key behind the old one everywhere, then in front, then take the old one away. A key's id is
/// the first four bytes of a digest of it. Neither description nor mirror holds a key.
public struct SigningKeys: Sendable {
    /// One key with its id.
    struct Key: Sendable {
        let id: UInt32
        /// Its bytes: a key of swift-crypto 3 may not be shared by threads.
        let bytes: [UInt8]

        var secret: SymmetricKey { SymmetricKey(data: bytes) }
    }

    let current: Key
    private let all: [UInt32: Key]

    /// Reads keys, separated by commas, of at least 16 bytes each.
    ///
    /// - Throws: `CacheError` with code `.invalidSetting`; its message holds no key.
    public init(_ text: String, variable: String = "CACHE_SIGNING_KEY") throws(CacheError) {
        var keys: [Key] = []
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            guard part.utf8.count >= 16 else {
                throw SettingReader.invalid(variable, "holds a key of less than 16 bytes")
            }
            let secret = Array(part.utf8)
            let id = Digest.sha256(Array("migrator signing key id:".utf8) + secret).prefix(4)
                .reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
            keys.append(Key(id: id, bytes: secret))
        }
        guard let first = keys.first else { throw SettingReader.invalid(variable, "holds no key") }
        current = first
        all = Dictionary(keys.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    }

    /// Signs bytes with the first key: 32 bytes.
    func sign(_ bytes: [UInt8]) -> [UInt8] {
        Array(HMAC<SHA256>.authenticationCode(for: bytes, using: current.secret))
    }

    /// Whether a signature is that of a key known here; takes the same time whichever byte is wrong.
    func verify(_ signature: [UInt8], of bytes: [UInt8], keyID: UInt32) -> Bool {
        guard let key = all[keyID] else { return false }
        return HMAC<SHA256>.isValidAuthenticationCode(signature, authenticating: bytes, using: key.secret)
    }
}

extension SigningKeys: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// How many keys there are.
    public var description: String { "\(all.count) signing key(s)" }

    /// How many keys there are.
    public var debugDescription: String { description }

    /// Shows nothing, so that `dump` prints no key.
    public var customMirror: Mirror { Mirror(self, children: [:]) }
}
