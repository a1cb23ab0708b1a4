import Synchronization

/// How far a load has come.
package struct PayloadProgress: Hashable, Sendable {
    package let rows: Int
    /// Bytes of the payload read so far, and all there are; `nil` for rows that come from no bytes.
    package let bytesRead: Int?
    package let totalBytes: Int?
}

/// The contents of a payload in numbers, once all of it was read.
package struct PayloadSummary: Hashable, Sendable {
    package let rows: Int
    /// The number of bytes; 0 for rows that come from no bytes.
    package let bytes: Int
    /// The SHA-256 of the bytes in hexadecimal, if it was asked for.
    package let digest: String?
}

/// Keeps the summary of a source after the source was given to the driver.
package final class PayloadReceipt: Sendable {
    private let state = Mutex<PayloadSummary?>(nil)

    package init() {}

    /// The summary; `nil` until the payload was read to its end.
    package var summary: PayloadSummary? { state.withLock { $0 } }

    func fill(_ summary: PayloadSummary) {
        state.withLock { $0 = summary }
    }
}
