/// One library's way to decompress a piece of a stream.
protocol DecompressionEngine: AnyObject {
    /// The format's name, for messages.
    static var format: String { get }

    /// Decompresses some of `input` into some of `output`.
    ///
    /// `input` is empty when there may be output left within the library, and not when a part begins.
    func step(
        _ input: UnsafeRawBufferPointer,
        _ output: UnsafeMutableRawBufferPointer,
        at offset: Int
    ) throws(CompressionError) -> DecompressionStep

    /// Prepares for the next part.
    func beginPart(at offset: Int) throws(CompressionError)
}

struct DecompressionStep {
    var consumed: Int
    var produced: Int
    /// Whether a part, zstd's frame or gzip's member, has ended.
    var endsPart: Bool
}

/// Reads compressed bytes in pieces of any size, one part after the other.
struct DecompressionLoop {
    private static let inputSize = 128 << 10

    private let maximumSize: Int
    private let input = UnsafeMutableRawBufferPointer.allocate(byteCount: inputSize, alignment: 16)
    private var start = 0
    private var end = 0
    private var isSourceOver = false
    private var isInPart = false
    private var parts = 0
    /// How many compressed bytes the library has taken.
    private(set) var offset = 0
    /// How many bytes came out.
    private(set) var size = 0

    init(maximumSize: Int) {
        self.maximumSize = maximumSize
    }

    func deallocate() {
        input.deallocate()
    }

    /// Fills the front of `output`; returns how much of it, and 0 at the end.
    mutating func fill<Engine: DecompressionEngine>(
        _ output: UnsafeMutableRawBufferPointer,
        _ engine: Engine,
        from read: (UnsafeMutableRawBufferPointer) throws -> Int
    ) throws -> Int {
        guard !output.isEmpty else { return 0 }
        while true {
            if start == end, !isInPart {
                guard try refill(from: read) else {
                    guard parts > 0 else {
                        throw CompressionError(.truncated, "there is no \(Engine.format) data", at: offset)
                    }
                    return 0
                }
            }
            if !isInPart {
                try engine.beginPart(at: offset)
                isInPart = true
                parts += 1
            }
            let step = try engine.step(UnsafeRawBufferPointer(rebasing: input[start..<end]), output, at: offset)
            start += step.consumed
            offset += step.consumed
            size += step.produced
            if step.endsPart { isInPart = false }
            guard size <= maximumSize else {
                throw CompressionError(.tooLarge, "it holds more than the \(maximumSize) bytes allowed", at: offset)
            }
            if step.produced > 0 { return step.produced }
            guard isInPart else { continue }
            if start == end {
                guard try refill(from: read) else {
                    throw CompressionError(.truncated, "the \(Engine.format) data ends too early", at: offset)
                }
            } else if step.consumed == 0 {
                throw CompressionError(.corrupt, "the \(Engine.format) data leads nowhere", at: offset)
            }
        }
    }

    /// Fetches the next bytes; returns whether there are any.
    private mutating func refill(from read: (UnsafeMutableRawBufferPointer) throws -> Int) throws -> Bool {
        guard !isSourceOver else { return false }
        start = 0
        end = 0
        end = max(0, min(input.count, try read(input)))
        isSourceOver = end == 0
        return !isSourceOver
    }
}
