import MigratorPictures
import Testing

@Suite struct PageTests {
    private let hostile = "</script><script>alert(1)</script><!-- & \"quoted\""

    @Test func aNameEndsNoElement() {
        var revision = PictureRevision(id: hostile)
        revision.message = hostile
        revision.upgrade = PictureScript(operations: [hostile], sql: [hostile])
        let page = HistoryPicture(title: hostile, revisions: [revision], remarks: [hostile]).html()
        #expect(!page.contains("<script>alert") && !page.contains("<!--"))
        #expect(page.count(of: "<script") == 2 && page.count(of: "</script>") == 2)
        #expect(page.contains("<h1>&lt;/script&gt;&lt;script&gt;alert(1)"))
    }

    @Test func theSameIsTheSameText() {
        #expect(PictureSamples.history.html() == PictureSamples.history.html())
        #expect(PictureSamples.schema.html() == PictureSamples.schema.html())
    }

    @Test func aPageAsksForNothing() {
        for page in [PictureSamples.history.html(), PictureSamples.schema.html()] {
            #expect(page.contains("default-src 'none'; script-src 'sha256-"))
            for word in ["src=", "href=", "@import", "fetch(", "XMLHttpRequest", "innerHTML"] {
                #expect(!page.contains(word), "\(word)")
            }
            #expect(!page.replacing("http://www.w3.org/2000/svg", with: "").contains("http:"))
            #expect(!page.contains("https:"))
        }
    }

    @Test func twoPagesDifferInTheLinesOfWhatDiffers() {
        var other = PictureSamples.schema
        other.objects[1].comment = "changed"
        let (old, new) = (PictureSamples.schema.html(), other.html())
        let (before, after) = (old.split(separator: "\n"), new.split(separator: "\n"))
        #expect(before.count == after.count)
        #expect(zip(before, after).count { $0 != $1 } == 1)
    }
}

extension String {
    fileprivate func count(of part: String) -> Int { ranges(of: part).count }
}
