package import MigratorCore

/// How a payload is read.
package struct PayloadOptions: Sendable {
    /// The greatest number of rows of a batch.
    package var batchRows = 2000
    /// A batch ends with the row that brings its text and blobs to this many bytes.
    package var batchBytes = 1 << 20
    /// How many bytes of a file are in memory at a time, unless a row is longer.
    package var windowBytes = 1 << 20
    /// The greatest length of a row in bytes.
    package var maximumRowBytes = 256 << 20
    /// Whether to compute the SHA-256 of the payload's bytes on the way.
    package var digests = false
    /// Hears how far the load has come, after each batch.
    package var progress: (@Sendable (PayloadProgress) -> Void)?
    /// Is filled when the payload was read to its end.
    package var receipt: PayloadReceipt?
    /// Makes what reads compressed files.
    package var decompressors: PayloadDecompressors?

    package init() {}
}
