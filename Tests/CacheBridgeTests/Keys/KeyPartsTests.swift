import CacheBridge
import CacheSamples
import Testing

@Test func aKeysTextTellsItsParts() {
    let lists = [
        [], [""], ["by_name", "elf"], ["by_name", ""], ["a/b", "c@d", "e~f", "%"], ["é🦊", "x y", "\u{1}"],
    ]
    for parts in lists {
        for entity in [nil, "agent@1"] {
            let key = CacheKey(parts, in: .namingSpirits, entity: entity, shape: RecordShape("Text"))
            #expect(CacheKey.parts(of: key.text) == parts, "\(key.text)")
        }
    }
    for text in ["", "by_name/elf", "a%zz~1", "a%f~1", "%ff~1"] { #expect(CacheKey.parts(of: text) == nil, "\(text)") }
}
