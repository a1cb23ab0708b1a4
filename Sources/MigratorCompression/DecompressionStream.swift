/// Decompresses data of any length piece by piece: a ``GzipStream`` or a ``ZstdStream``.
public class DecompressionStream {
    private let engine: any DecompressionEngine
    private var loop: DecompressionLoop

    init(_ engine: any DecompressionEngine, maximumSize: Int) {
        self.engine = engine
        loop = DecompressionLoop(maximumSize: maximumSize)
    }

    deinit {
        loop.deallocate()
    }

    /// Fills the front of `output` and returns how many bytes it wrote; 0 ends the data.
    ///
    /// `read` fills the front of a buffer with the next compressed bytes and returns how many; 0 at their end.
    /// - Throws: What `read` throws, or ``CompressionError``, after which the stream is of no use.
    public func decompress(
        into output: UnsafeMutableRawBufferPointer,
        from read: (UnsafeMutableRawBufferPointer) throws -> Int
    ) throws -> Int {
        try loop.fill(output, engine, from: read)
    }
}
