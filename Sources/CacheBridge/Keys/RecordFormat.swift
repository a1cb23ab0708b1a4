/// How values of one type become bytes and come back.
public final class RecordFormat<Value: Sendable>: Sendable {
    /// The layout of the bytes; part of every key.
    public let shape: RecordShape
    /// Turns a value into bytes.
    public let encode: @Sendable (Value) throws -> [UInt8]
    /// Turns bytes into a value; throws if they are not what the shape says.
    public let decode: @Sendable ([UInt8]) throws -> Value
    /// How many bytes a decoded value takes in memory, about; `nil` for as many as its encoding.
    public let cost: (@Sendable (Value) -> Int)?

    /// Creates a format.
    public init(
        shape: RecordShape,
        encode: @escaping @Sendable (Value) throws -> [UInt8],
        decode: @escaping @Sendable ([UInt8]) throws -> Value,
        cost: (@Sendable (Value) -> Int)? = nil
    ) {
        self.shape = shape
        self.encode = encode
        self.decode = decode
        self.cost = cost
    }

    /// Creates the key of a value of this format.
    public func key(_ parts: String..., in namespace: Namespace, entity: String? = nil) -> CacheKey {
        CacheKey(parts, in: namespace, entity: entity, shape: shape)
    }
}

extension RecordFormat where Value == [UInt8] {
    /// Bytes as they are.
    public static let bytes = RecordFormat(shape: RecordShape("bytes"), encode: { $0 }, decode: { $0 })
}
