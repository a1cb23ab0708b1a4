#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

extension Double {
    /// The natural logarithm.
    package var logarithm: Double { log(self) }

    /// The number with one digit before its point and so many behind it: `1.50e+01`.
    package func scientific(decimals: Int) -> String {
        let room = decimals + 32
        var text = [CChar](repeating: 0, count: room)
        let length = withVaList([self]) { vsnprintf(&text, room, "%.\(decimals)e", $0) }
        return String(decoding: text.prefix(Int(length)).map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
