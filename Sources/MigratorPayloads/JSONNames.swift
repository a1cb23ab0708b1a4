#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// Knows the names of a JSON payload as they are spelt, quotes included, and which one came after which in the row
/// before: a row like the last one is recognised by comparing bytes, without a look-up.
final class JSONNames {
    private struct Spelling {
        var text: UnsafeMutablePointer<UInt8>
        var length: Int
        var following: Int
    }

    /// The spellings by slot, shifted by one: the first entry is the row's beginning.
    private var spellings: UnsafeMutablePointer<Spelling>
    private var capacity = 16
    private var count = 1
    private let nothing: UnsafeMutablePointer<UInt8>

    init() {
        nothing = .allocate(capacity: 1)
        spellings = .allocate(capacity: capacity)
        spellings.initialize(to: Spelling(text: nothing, length: 0, following: -1))
    }

    deinit {
        for index in 1..<max(1, count) where spellings[index].length > 0 { spellings[index].text.deallocate() }
        spellings.deallocate()
        nothing.deallocate()
    }

    /// The slot that followed `slot` last time, if its name stands at `pointer` too.
    @inline(__always)
    func match(_ pointer: UnsafePointer<UInt8>, before end: UnsafePointer<UInt8>, after slot: Int) -> Int? {
        let following = spellings[slot + 1].following
        guard following >= 0 else { return nil }
        let spelling = spellings[following + 1]
        // Called here and not through MigratorSystem: this is done for each field of each row.
        guard end - pointer >= spelling.length, memcmp(pointer, spelling.text, spelling.length) == 0 else { return nil }
        return following
    }

    @inline(__always)
    func length(of slot: Int) -> Int { spellings[slot + 1].length }

    /// The slot of a checked name that `start`'s quote begins; it is expected after `slot` from now on.
    func learn(_ start: UnsafePointer<UInt8>, after slot: Int, in fields: PayloadFields) -> Int {
        var end = start + 1
        var hasEscape = false
        while end.pointee != UInt8(ascii: "\"") {
            if end.pointee == UInt8(ascii: "\\") {
                hasEscape = true
                end += 1
            }
            end += 1
        }
        let raw = UnsafeBufferPointer(start: start + 1, count: end - start - 1)
        let name: String
        if hasEscape {
            name = String(unsafeUninitializedCapacity: raw.count) { output in
                output.baseAddress.map { JSONText.unescape(raw, into: $0) } ?? 0
            }
        } else {
            name = String(decoding: raw, as: UTF8.self)
        }
        let found = fields.slot(named: name)
        while count <= found + 1 { appendEmpty() }
        if spellings[found + 1].length == 0 {
            let length = raw.count + 2
            let text = UnsafeMutablePointer<UInt8>.allocate(capacity: length)
            text.initialize(from: start, count: length)
            spellings[found + 1].text = text
            spellings[found + 1].length = length
        }
        spellings[slot + 1].following = found
        return found
    }

    private func appendEmpty() {
        if count == capacity {
            let grown = UnsafeMutablePointer<Spelling>.allocate(capacity: capacity * 2)
            grown.moveInitialize(from: spellings, count: count)
            spellings.deallocate()
            spellings = grown
            capacity *= 2
        }
        (spellings + count).initialize(to: Spelling(text: nothing, length: 0, following: -1))
        count += 1
    }
}
