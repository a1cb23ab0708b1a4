/// The beginning of an envelope: enough to say how old an entry is and which tokens it is valid under, not to use its
/// value.
struct EnvelopeHead {
    /// The number of bytes that hold the head of nearly all envelopes.
    static let size = 768

    let created: Int64
    let expires: Int64
    let tokens: [Token]
    /// The whole key that it was stored for.
    let key: String

    /// Reads the beginning of an envelope; `nil` if it is none of this version.
    init?(_ bytes: some Sequence<UInt8>) {
        var reader = ByteReader(Array(bytes))
        guard reader.take(3)?.elementsEqual(EnvelopeCoder.magic) == true, reader.byte() == EnvelopeCoder.version,
            reader.take(2) != nil, let created = reader.integer(Int64.self), let expires = reader.integer(Int64.self),
            reader.integer(Int64.self) != nil, let count = reader.byte(), let tokens = reader.tokens(Int(count)),
            let stamp = reader.integer(UInt16.self), reader.take(Int(stamp)) != nil,
            let length = reader.integer(UInt16.self), let key = reader.take(Int(length))
        else { return nil }
        self.created = created
        self.expires = expires
        self.tokens = tokens
        self.key = String(decoding: key, as: UTF8.self)
    }
}
