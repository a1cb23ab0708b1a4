import MigratorSystem

/// A value behind its order, as ``RemoteScript/storeNewer`` keeps it.
package enum OrderedValue {
    /// 16 hexadecimal digits, which compare as the number does.
    package static func prefix(_ order: UInt64) -> [UInt8] {
        Digest.hex((0..<8).map { UInt8(truncatingIfNeeded: order >> (56 - 8 * $0)) }).utf8.map { $0 }
    }

    /// Takes a value apart; `nil` if it is too short or has no order.
    package static func split(_ bytes: [UInt8]) -> (order: UInt64, value: [UInt8])? {
        guard bytes.count >= 16, let order = UInt64(String(decoding: bytes.prefix(16), as: UTF8.self), radix: 16) else {
            return nil
        }
        return (order, Array(bytes.dropFirst(16)))
    }
}
