import MigratorSystem
import Testing

@Suite struct UTF8CheckTests {
    /// Each beginning of two bytes with what may follow, at the end of the bytes and before others.
    @Test func lengthsAreThoseOfSwiftsOwnCheck() {
        var wrong: [[UInt8]] = []
        for lead in UInt8(0x80)...0xFF {
            for second in UInt8.min...UInt8.max {
                for rest in [[], [0x80], [0x80, 0xBF]] as [[UInt8]] {
                    let bytes = [lead, second] + rest
                    let atEnd = UTF8Check.length(at: 0, in: bytes)
                    let within = UTF8Check.length(at: 1, in: [0x41] + bytes + [0x41, 0x41])
                    if atEnd != Self.length(bytes) || within != atEnd { wrong.append(bytes) }
                }
            }
        }
        #expect(wrong.isEmpty, "\(wrong.prefix(10))")
        #expect(UTF8Check.length(at: 0, in: [0xC3]) == nil && UTF8Check.length(at: 1, in: [0xC3, 0xA9]) == nil)
    }

    private static func length(_ bytes: [UInt8]) -> Int? {
        (2...bytes.count).first { String(validating: bytes[..<$0], as: UTF8.self)?.unicodeScalars.count == 1 }
    }
}
