import CachedQueries
import MigratorDatabase
import Testing

struct ValueBytesTests {
    @Test func numbersTakeAsManyBytesAsTheyNeed() {
        for number in [0, 1, -1, 63, -64, 64, 127, 128, 1 << 20, .max, .min] as [Int64] {
            var bytes: [UInt8] = []
            ValueBytes.append(.int(number), to: &bytes)
            #expect((-64...63).contains(number) == (bytes.count == 2))
            bytes.withUnsafeBytes { bytes in
                var source = ValueBytes.Source(bytes)
                #expect(source.value() == .int(number) && source.isEmpty)
            }
        }
    }
}
