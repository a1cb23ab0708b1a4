/// Memory for one converted value, used again for the next.
package final class PayloadScratch {
    private(set) var start: UnsafeMutablePointer<UInt8>
    private var capacity = 256

    package init() {
        start = .allocate(capacity: capacity)
    }

    deinit {
        start.deallocate()
    }

    /// Makes room for `count` bytes; what was there is lost.
    func reserve(_ count: Int) {
        guard count > capacity else { return }
        start.deallocate()
        capacity = max(count, capacity * 2)
        start = .allocate(capacity: capacity)
    }
}
