import MigratorCore
import Testing

@Suite struct SQLDigestTests {
    @Test func onlyItsOwnTextIsWritten() {
        for text in ["", "a", "CREATE TABLE x (id INTEGER)"] {
            let digest = SQLDigest(of: Array(text.utf8))
            let written = digest.description
            #expect(digest.isWritten(as: written))
            #expect(!digest.isWritten(as: written.uppercased()))
            #expect(!digest.isWritten(as: written + "0"))
            #expect(!digest.isWritten(as: String(written.dropLast())))
            #expect(!digest.isWritten(as: ""))
            for place in written.indices {
                var other = written
                other.replaceSubrange(place...place, with: written[place] == "0" ? "1" : "0")
                #expect(!digest.isWritten(as: other))
            }
        }
    }
}
