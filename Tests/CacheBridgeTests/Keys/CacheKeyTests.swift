import CacheBridge
import CacheSamples
import Testing

@Suite struct CacheKeyTests {
    private let shape = RecordShape("Spirit", fields: [("name", "text"), ("generation", "int")])

    /// The names that another process, another machine or the next release must find again; the digests were computed by another program.
    @Test func keysAreTheSameInEveryProcess() {
        let key = CacheKey(["by_name", "elf"], in: .namingSpirits, shape: shape)
        #expect(key.text == "by_name/elf~a5042fad06a7d514")
        let identity = RemoteIdentity(isPrimary: true, runID: "run", replicationID: "replid")
        let names = StoreNames(
            fingerprint: Fingerprint(identity: "id", place: ["1", "2"]),
            incarnation: Incarnation(identity)
        )
        #expect(
            names.value(of: key)
                == "naming_spirits:{f6876cbbd20f1432b6a9777acf3c55bc.003b000cd0dd148a.naming_spirits}:v:"
                + "by_name/elf~a5042fad06a7d514"
        )
    }

    @Test func differentPartsGiveDifferentKeys() {
        let lists = [
            ["a", "b"], ["a/b"], ["a%2fb"], ["a", "b", ""], ["", "a", "b"], ["ab"], ["A", "b"], ["a@b"], ["a~b"], [""],
            ["%"], ["ä"], ["a\u{308}"],
        ]
        let texts = Set(lists.map { CacheKey($0, in: .namingSpirits, shape: shape).text })
        #expect(texts.count == lists.count)
        let entity = CacheKey(["b"], in: .agentData, entity: "a", shape: shape)
        #expect(entity.text != CacheKey(["a@b"], in: .agentData, shape: shape).text)
        #expect(entity != CacheKey(["b"], in: .agentTraits, entity: "a", shape: shape))
        let other = CacheKey(["b"], in: .agentData, shape: RecordShape("X"))
        #expect(CacheKey(["b"], in: .agentData, shape: shape) != other)
    }

    @Test func aLongKeyIsADigestInTheStoreAndWholeInTheEnvelope() {
        let long = CacheKey([String(repeating: "x", count: 500)], in: .namingSpirits, shape: shape)
        #expect(long.storageText.hasPrefix("h:") && long.storageText.utf8.count == 66)
        #expect(long.text.utf8.count > 500)
    }

    @Test func shapesDifferByNameVersionFieldAndType() {
        let shapes: [RecordShape] = [
            shape, RecordShape("Spirit"), RecordShape("Spirit", version: 2),
            RecordShape("Spirit", fields: [("name", "text"), ("generation", "text")]),
            RecordShape("Spirit", fields: [("generation", "int"), ("name", "text")]),
            RecordShape("Spirit", fields: [("nametext", ""), ("generation", "int")]),
        ]
        #expect(Set(shapes.map(\.digest)).count == shapes.count)
        #expect(shapes.allSatisfy { $0.digest.utf8.count == 16 })
    }
}
