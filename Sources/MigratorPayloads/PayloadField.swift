import MigratorSystem

/// One value of a row as its reader found it: a kind and a slice of memory that is valid until the reader moves on.
package struct PayloadField {
    package enum Kind: UInt8 {
        case null
        case `true`
        case `false`
        /// A number in JSON's grammar.
        case number
        /// The text between the quotes of a JSON string without escapes.
        case string
        /// The text between the quotes of a JSON string with escapes.
        case escapedString
        /// A JSON object, checked.
        case object
        /// A JSON array, checked.
        case array
        /// A field of CSV: text that may stand for a value of any type.
        case untyped
        /// Text that a literal row gave as text, not escaped.
        case text
        /// Bytes that a literal row gave.
        case bytes
    }

    var start: UnsafePointer<UInt8>
    var count: Int
    /// The row that last set the field, as ``PayloadFields/stamp`` counts.
    var stamp: Int
    var kind: Kind

    /// The beginning of the value in the payload; of a string, its quote.
    var beginning: UnsafePointer<UInt8> {
        kind == .string || kind == .escapedString ? start - 1 : start
    }
    var buffer: UnsafeBufferPointer<UInt8> { UnsafeBufferPointer(start: start, count: count) }
}

/// The fields of the row being read.
///
/// Each name of a payload has a slot, in the order of first appearance.
package final class PayloadFields {
    private(set) var names: [String] = []
    private var slots: [ExactText: Int] = [:]
    package private(set) var values: UnsafeMutablePointer<PayloadField>
    private var capacity = 16
    private let nothing: UnsafeMutablePointer<UInt8>

    /// A number that no earlier row bore, nor an earlier attempt at this one.
    var stamp = 0
    /// The number of fields that the row has.
    var count = 0

    init() {
        nothing = .allocate(capacity: 1)
        nothing.initialize(to: 0)
        values = .allocate(capacity: capacity)
    }

    deinit {
        values.deallocate()
        nothing.deallocate()
    }

    /// Forgets the fields of the row before.
    func beginRow() {
        stamp &+= 1
        count = 0
    }

    /// The slot of a name, made if it is new; a new slot may move ``values``.
    func slot(named name: String) -> Int {
        if let slot = slots[ExactText(name)] { return slot }
        if names.count == capacity { grow() }
        let slot = names.count
        (values + slot).initialize(to: PayloadField(start: nothing, count: 0, stamp: 0, kind: .null))
        names.append(name)
        slots[ExactText(name)] = slot
        return slot
    }

    private func grow() {
        let grown = UnsafeMutablePointer<PayloadField>.allocate(capacity: capacity * 2)
        grown.moveInitialize(from: values, count: names.count)
        values.deallocate()
        values = grown
        capacity *= 2
    }

    /// The slots that the row filled, in order of slot.
    var filledSlots: [Int] {
        names.indices.filter { values[$0].stamp == stamp }
    }
}
