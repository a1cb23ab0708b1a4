/// Turns the compressed bytes of one payload into plain ones; a module that links a compression library provides it.
package protocol PayloadDecompressor: AnyObject {
    /// Fills the front of `output` and returns how many bytes it wrote; 0 ends the payload.
    ///
    /// `read` fills the front of a buffer with the next compressed bytes and returns how many; 0 at the file's end.
    /// - Throws: What `read` throws, or an error that says what is wrong with the compressed bytes.
    func decompress(
        into output: UnsafeMutableRawBufferPointer,
        from read: (UnsafeMutableRawBufferPointer) throws -> Int
    ) throws -> Int
}

/// Makes a decompressor for one payload, or returns `nil` if that compression is not linked.
package typealias PayloadDecompressorFactory = @Sendable (PayloadCompression) -> (any PayloadDecompressor)?
