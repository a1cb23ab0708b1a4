import MigratorSystem

/// A token under which the entries of a namespace, or of one entity, are valid: 128 random bits that never come again.
public struct Token: Sendable, Hashable, CustomStringConvertible {
    let high: UInt64
    let low: UInt64

    /// Fresh bits from the system's generator.
    public init() {
        high = .random(in: .min ... .max)
        low = .random(in: .min ... .max)
    }

    init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    /// Reads 32 hexadecimal digits; `nil` if it is anything else.
    public init?(_ text: some Collection<UInt8>) {
        guard text.count == 32 else { return nil }
        var (high, low): (UInt64, UInt64) = (0, 0)
        for (index, byte) in text.enumerated() {
            let digit: UInt8
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): digit = byte - UInt8(ascii: "0")
            case UInt8(ascii: "a")...UInt8(ascii: "f"): digit = byte - UInt8(ascii: "a") + 10
            default: return nil
            }
            if index < 16 { high = high << 4 | UInt64(digit) } else { low = low << 4 | UInt64(digit) }
        }
        self.init(high: high, low: low)
    }

    /// 16 bytes, the most significant first.
    var bytes: [UInt8] {
        (0..<8).map { UInt8(truncatingIfNeeded: high >> (56 - 8 * $0)) }
            + (0..<8).map { UInt8(truncatingIfNeeded: low >> (56 - 8 * $0)) }
    }

    /// 32 hexadecimal digits.
    public var description: String { Digest.hex(bytes) }
    /// The digits as the store holds them.
    public var text: [UInt8] { Array(description.utf8) }
}

/// The state of a token in a store.
public enum TokenState: Sendable, Hashable {
    /// Nothing: it was never made, expired or was deleted, which all means the same.
    case missing
    /// A token.
    case token(Token)
    /// A run is about to change the data that the entries come from: the cache is passed by.
    case fenced(FenceMark)
    /// Something that this version does not know: the cache is passed by.
    case unknown

    /// Reads what a store holds.
    public init(_ bytes: [UInt8]?) {
        guard let bytes else {
            self = .missing
            return
        }
        if let token = Token(bytes) {
            self = .token(token)
        } else if let mark = FenceMark(bytes) {
            self = .fenced(mark)
        } else {
            self = .unknown
        }
    }
}
