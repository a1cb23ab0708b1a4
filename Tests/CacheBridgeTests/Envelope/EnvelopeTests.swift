import CacheBridge
import Testing

/// Runs of equal bytes as pairs of count and byte.
struct RunLengthCodec: CompressionCodec {
    var id = CompressionID.zstd

    func compress(_ bytes: [UInt8]) throws(CacheError) -> [UInt8] {
        var out: [UInt8] = []
        var rest = bytes[...]
        while let first = rest.first {
            let run = rest.prefix(255).prefix { $0 == first }.count
            out += [UInt8(run), first]
            rest = rest.dropFirst(run)
        }
        return out
    }

    func decompress(_ bytes: [UInt8], limit: Int) throws(CacheError) -> [UInt8] {
        guard bytes.count.isMultiple(of: 2) else { throw CacheError(.unreadable, "odd") }
        var out: [UInt8] = []
        for pair in stride(from: 0, to: bytes.count, by: 2) {
            guard out.count + Int(bytes[pair]) <= limit else { throw CacheError(.tooBig, "big") }
            out += Array(repeating: bytes[pair + 1], count: Int(bytes[pair]))
        }
        return out
    }
}

@Suite struct EnvelopeTests {
    private static let name = "naming_spirits:{a.b.naming_spirits}:v:x"
    private let envelope = Envelope(
        key: name,
        tokens: [Token(), Token()],
        stamp: [1, 2, 3],
        created: 1_700_000_000_000,
        expires: 1_700_000_060_000,
        delta: 12_345,
        value: Array("a value".utf8)
    )

    private func keys(_ text: String) throws -> SigningKeys { try SigningKeys(text) }

    @Test func whatIsSealedIsOpened() throws {
        for coder in [EnvelopeCoder(), EnvelopeCoder(keys: try keys("0123456789abcdef"), compressor: RunLengthCodec())]
        {
            for value in [[], [7], Array("value".utf8), Array(repeating: 9, count: 100_000), nil] as [[UInt8]?] {
                var envelope = envelope
                envelope.value = value
                #expect(try coder.open(coder.seal(envelope), key: Self.name) == envelope)
            }
        }
    }

    @Test func anEmptyValueIsNotTheAbsenceOfOne() throws {
        var envelope = envelope
        envelope.value = []
        let opened = try EnvelopeCoder().open(EnvelopeCoder().seal(envelope), key: Self.name)
        #expect(opened.value != nil && opened.value == [])
    }

    @Test func onlyWhatGetsSmallerIsCompressed() throws {
        let coder = EnvelopeCoder(compressor: RunLengthCodec())
        var envelope = envelope
        envelope.value = Array(repeating: 1, count: 1024)
        #expect(try coder.seal(envelope).count > 1024)
        envelope.value = Array(repeating: 1, count: 1025)
        #expect(try coder.seal(envelope).count < 300)
        envelope.value = (0..<2000).map { UInt8(truncatingIfNeeded: $0) }
        let sealed = try coder.seal(envelope)
        #expect(sealed[4] == CompressionID.raw.rawValue)
    }

    @Test func anotherCodecIsReadAndAnUnknownOneIsAMiss() throws {
        var envelope = envelope
        envelope.value = Array(repeating: 1, count: 5000)
        let old = try EnvelopeCoder(compressor: RunLengthCodec(id: .gzip)).seal(envelope)
        let reader = EnvelopeCoder(compressor: RunLengthCodec(), readers: [RunLengthCodec(id: .gzip)])
        #expect(try reader.open(old, key: Self.name) == envelope)
        #expect(throws: EnvelopeFault.codec) { try EnvelopeCoder().open(old, key: Self.name) }
    }

    /// Every byte of an envelope, changed, is a miss: nothing is taken on trust.
    @Test func anyChangedByteIsAFault() throws {
        for coder in [EnvelopeCoder(), EnvelopeCoder(keys: try keys("0123456789abcdef"))] {
            let sealed = try coder.seal(envelope)
            for index in sealed.indices {
                for bit: UInt8 in [1, 128] {
                    var changed = sealed
                    changed[index] ^= bit
                    #expect(throws: EnvelopeFault.self) { try coder.open(changed, key: Self.name) }
                }
            }
            for count in sealed.indices {
                #expect(throws: EnvelopeFault.self) { try coder.open(Array(sealed.prefix(count)), key: Self.name) }
            }
            #expect(throws: EnvelopeFault.malformed) { try coder.open(sealed + [0], key: Self.name) }
        }
    }

    @Test func bytesOfAllKindsNeverTrap() throws {
        var generator = SystemRandomNumberGenerator()
        let sealed = try EnvelopeCoder().seal(envelope)
        for _ in 0..<2000 {
            var bytes = Bool.random() ? sealed : (0..<Int.random(in: 0..<200)).map { _ in UInt8.random(in: 0...255) }
            for _ in 0..<Int.random(in: 1..<8) where !bytes.isEmpty {
                bytes[Int.random(in: bytes.indices)] = UInt8.random(in: 0...255, using: &generator)
            }
            if bytes == sealed { continue }
            #expect(throws: EnvelopeFault.self) { try EnvelopeCoder().open(bytes, key: Self.name) }
        }
    }

    @Test func aValueUnderAnotherKeyIsAFault() throws {
        let sealed = try EnvelopeCoder().seal(envelope)
        #expect(throws: EnvelopeFault.foreignKey) { try EnvelopeCoder().open(sealed, key: Self.name + "2") }
    }

    @Test func anotherVersionIsAFault() throws {
        var sealed = try EnvelopeCoder().seal(envelope)
        sealed[3] = 2
        #expect(throws: EnvelopeFault.version) { try EnvelopeCoder().open(sealed, key: Self.name) }
    }

    @Test func keysRotate() throws {
        let (old, new) = ("old-key-old-key-old", "new-key-new-key-new")
        let byOld = try EnvelopeCoder(keys: keys(old)).seal(envelope)
        let byNew = try EnvelopeCoder(keys: keys("\(new),\(old)")).seal(envelope)
        let both = try EnvelopeCoder(keys: keys("\(old),\(new)"))
        #expect(try both.open(byOld, key: Self.name) == envelope)
        #expect(try both.open(byNew, key: Self.name) == envelope)
        #expect(throws: EnvelopeFault.signature) { try EnvelopeCoder(keys: keys(new)).open(byOld, key: Self.name) }
        let unsigned = try EnvelopeCoder().seal(envelope)
        #expect(throws: EnvelopeFault.unsigned) { try both.open(unsigned, key: Self.name) }
    }

    /// A bomb is stopped at the length that the envelope says, and a signature is looked at before anything is unpacked.
    @Test func decompressionIsBoundedAndComesAfterTheSignature() throws {
        struct Bomb: CompressionCodec {
            let id = CompressionID.zstd
            func compress(_ bytes: [UInt8]) throws(CacheError) -> [UInt8] { [1] }
            func decompress(_ bytes: [UInt8], limit: Int) throws(CacheError) -> [UInt8] {
                Issue.record("decompressed what is not signed")
                return []
            }
        }
        var envelope = envelope
        envelope.value = Array(repeating: 1, count: 5000)
        let forged = try EnvelopeCoder(keys: keys("forged-key-forged"), compressor: Bomb()).seal(envelope)
        let coder = try EnvelopeCoder(keys: keys("0123456789abcdef"), compressor: Bomb())
        #expect(throws: EnvelopeFault.signature) { try coder.open(forged, key: Self.name) }

        let honest = try EnvelopeCoder(compressor: RunLengthCodec()).seal(envelope)
        let small = EnvelopeCoder(compressor: RunLengthCodec(), limit: 4999)
        #expect(throws: EnvelopeFault.compression) { try small.open(honest, key: Self.name) }
        #expect(throws: CacheError.self) { try small.seal(envelope) }
    }
}
