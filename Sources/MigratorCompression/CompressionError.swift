/// Why bytes cannot be decompressed, or compressed.
public struct CompressionError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The kinds of failure.
    public struct Code: Hashable, Sendable, CustomStringConvertible {
        private enum Name: String {
            case truncated, corrupt, tooLarge, unsupported, outOfMemory
        }

        private let name: Name

        /// The bytes end before what they hold does.
        public static let truncated = Code(name: .truncated)
        /// The bytes are not of this format, or were changed.
        public static let corrupt = Code(name: .corrupt)
        /// The contents are, or are said to be, larger than allowed.
        public static let tooLarge = Code(name: .tooLarge)
        /// The bytes need a dictionary, or more memory than allowed.
        public static let unsupported = Code(name: .unsupported)
        /// No memory is left.
        public static let outOfMemory = Code(name: .outOfMemory)

        /// The code's name.
        public var description: String { name.rawValue }
    }

    /// The kind of failure.
    public let code: Code
    /// The problem and its position.
    public let message: String
    /// How many compressed bytes were read before it showed.
    public let offset: Int

    /// The message.
    public var description: String { message }

    init(_ code: Code, _ reason: String, at offset: Int) {
        self.code = code
        self.offset = offset
        message = "\(reason), at byte \(offset) of the compressed ones"
    }
}
