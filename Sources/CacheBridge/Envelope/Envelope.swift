/// A value on its way to a store and back, with all that is needed to doubt it.
package struct Envelope: Sendable, Equatable {
    /// The whole key that it was stored for.
    package var key: String
    /// The tokens that it is valid under; none for content-addressed values.
    package var tokens: [Token]
    /// The database's state when the value was loaded, for the disk tier; empty elsewhere.
    package var stamp: [UInt8]
    /// When it was loaded, in milliseconds since 1970.
    package var created: Int64
    /// Until when it may be used, in milliseconds since 1970.
    package var expires: Int64
    /// How long loading took, in nanoseconds.
    package var delta: Int64
    /// The value's bytes; `nil` if it is known that there is none.
    package var value: [UInt8]?

    package init(
        key: String,
        tokens: [Token] = [],
        stamp: [UInt8] = [],
        created: Int64,
        expires: Int64,
        delta: Int64 = 0,
        value: [UInt8]?
    ) {
        self.key = key
        self.tokens = tokens
        self.stamp = stamp
        self.created = created
        self.expires = expires
        self.delta = delta
        self.value = value
    }
}

/// Why bytes are no envelope that counts; each is a miss and a metric.
package enum EnvelopeFault: String, Error, Sendable, CaseIterable {
    /// Too short, too long, or lengths that do not fit.
    case malformed
    /// The envelope has another format version.
    case version
    /// The digest does not match.
    case digest
    /// The signature does not match, or its key is not known here.
    case signature
    /// Not signed, where it must be.
    case unsigned
    /// For another key.
    case foreignKey
    /// Compressed in a way not known here.
    case codec
    /// The compressed bytes are damaged, or give more bytes than the envelope says.
    case compression
}
