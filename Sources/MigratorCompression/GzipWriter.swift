import CMigratorZlib

/// Compresses what is in memory into gzip data.
public enum GzipWriter {
    /// The bytes as one member, without a name and a time.
    ///
    /// - Throws: ``CompressionError`` with code `outOfMemory`, or `tooLarge` for more than 2 GiB.
    public static func compress(_ bytes: [UInt8]) throws(CompressionError) -> [UInt8] {
        guard bytes.count <= Int(Int32.max) else {
            throw CompressionError(.tooLarge, "gzip takes 2 GiB at once", at: 0)
        }
        var stream = z_stream()
        guard migrator_zlib_begin_gzip(&stream) == Z_OK else {
            throw CompressionError(.outOfMemory, "no memory is left for gzip", at: 0)
        }
        defer { deflateEnd(&stream) }
        var isDone = false
        let capacity = Int(deflateBound(&stream, UInt(bytes.count)))
        let output = [UInt8](unsafeUninitializedCapacity: capacity) { output, count in
            bytes.withUnsafeBufferPointer { input in
                // The library only reads them.
                stream.next_in = UnsafeMutablePointer(mutating: input.baseAddress)
                stream.avail_in = UInt32(input.count)
                stream.next_out = output.baseAddress
                stream.avail_out = UInt32(output.count)
                isDone = deflate(&stream, Z_FINISH) == Z_STREAM_END
                count = output.count - Int(stream.avail_out)
            }
        }
        guard isDone else { throw CompressionError(.outOfMemory, "gzip did not come to an end", at: 0) }
        return output
    }
}
