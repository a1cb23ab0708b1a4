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
        /// What the bytes hold is, or says that it is, larger than allowed.
        public static let tooLarge = Code(name: .tooLarge)
        /// The bytes need a dictionary, or more memory than allowed.
        public static let unsupported = Code(name: .unsupported)
        /// No memory is left.
        public static let outOfMemory = Code(name: .outOfMemory)

        /// The code's name.
        public var description: String { name.rawValue }
    }

    /// What kind of failure this is.
    public let code: Code
    /// What is wrong, and where.
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
