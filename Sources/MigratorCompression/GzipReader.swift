/// Decompresses gzip data that is in memory.
public enum GzipReader {
    /// The bytes that gzip data holds, of all its members, if they are `limit` at the most.
    ///
    /// Stops as soon as there are more, however many the data would make.
    /// - Throws: ``CompressionError``.
    public static func decompress(_ bytes: [UInt8], limit: Int) throws(CompressionError) -> [UInt8] {
        try bytes.withUnsafeBufferPointer { bytes throws(CompressionError) in
            try decompress(UnsafeRawBufferPointer(bytes), limit: limit)
        }
    }

    /// The bytes that gzip data holds, of all its members, if they are `limit` at the most.
    ///
    /// - Throws: ``CompressionError``.
    public static func decompress(
        _ bytes: UnsafeRawBufferPointer,
        limit: Int
    ) throws(CompressionError) -> [UInt8] {
        let engine = try GzipEngine()
        return try WholeDecompression.run(bytes, engine, limit: limit)
    }
}

/// Decompresses what is in memory into an array that grows as bytes come, not as they are announced.
enum WholeDecompression {
    static func run<Engine: DecompressionEngine>(
        _ bytes: UnsafeRawBufferPointer,
        _ engine: Engine,
        limit: Int
    ) throws(CompressionError) -> [UInt8] {
        var output: [UInt8] = []
        var offset = 0
        let piece = UnsafeMutableRawBufferPointer.allocate(byteCount: 64 << 10, alignment: 16)
        defer { piece.deallocate() }
        guard !bytes.isEmpty else {
            throw CompressionError(.truncated, "there is no \(Engine.format) data", at: 0)
        }
        while offset < bytes.count {
            try engine.beginPart(at: offset)
            var isInPart = true
            while isInPart {
                let rest = UnsafeRawBufferPointer(rebasing: bytes[offset...])
                let step = try engine.step(rest, piece, at: offset)
                offset += step.consumed
                isInPart = !step.endsPart
                guard step.produced <= limit - output.count else {
                    throw CompressionError(.tooLarge, "it holds more than the \(limit) bytes allowed", at: offset)
                }
                output.append(contentsOf: piece[..<step.produced])
                guard isInPart, step.produced == 0, step.consumed == 0 else { continue }
                guard offset == bytes.count else {
                    throw CompressionError(.corrupt, "the \(Engine.format) data leads nowhere", at: offset)
                }
                throw CompressionError(.truncated, "the \(Engine.format) data ends too early", at: offset)
            }
        }
        return output
    }
}
