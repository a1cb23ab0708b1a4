import Foundation
import MigratorDatabase
import Testing

@Suite
struct UUIDTextTests {
    @Test
    func textIsWhatFoundationWritesInLowerCase() {
        for _ in 0..<1_000 {
            let uuid = UUID()
            #expect(uuid.text == uuid.uuidString.lowercased())
            #expect(UUID(text: uuid.text) == uuid)
            #expect(UUID(text: uuid.uuidString) == uuid)
        }
    }

    @Test(arguments: [
        "", "00000000-0000-0000-0000-00000000000", "00000000-0000-0000-0000-0000000000000",
        "0000000000000-0000-0000-000000000000", "00000000-0000-0000-0000-00000000000g",
        " 1000000-0000-0000-0000-000000000000", "+1000000-0000-0000-0000-000000000000",
        "0x000000-0000-0000-0000-000000000000", "00000000-0000-0000-0000-0000000000é0",
        "{0000000-0000-0000-0000-00000000000}", "00000000-0000-0000-0000-00000000000\u{0}",
    ])
    func otherTextsAreNone(_ text: String) {
        #expect(UUID(text: text) == nil)
    }
}
