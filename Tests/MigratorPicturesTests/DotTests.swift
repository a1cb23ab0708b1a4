import MigratorPictures
import Testing

@Suite struct DotTests {
    @Test func drawsAHistory() {
        #expect(
            PictureSamples.history.dot() == #"""
                digraph history {
                  graph [rankdir=TB, label="History", labelloc=t, fontname="sans-serif"]
                  node [shape=box, style="rounded,filled", fillcolor="#f4f4f4", fontname="sans-serif", fontsize=11]
                  edge [color="#555555"]
                  r3 [label="aaaa\nbegin", fillcolor="#d3f0dc", color="#1c7c3c"]
                  r2 [label="bbbb (shop)", fillcolor="#a9e2ba", color="#0d4f24", penwidth=3]
                  r1 [label="cccc\nsay \"hi\" <b>", fillcolor="#fdf3d0", color="#946200"]
                  r0 [label="dddd\njoin", penwidth=2, fillcolor="#fdf3d0", color="#946200"]
                  r3 -> r2
                  r3 -> r1
                  r2 -> r1 [style=dashed]
                  r2 -> r0
                  r1 -> r0
                }

                """#
        )
    }

    @Test func aTableHasALineFromEachKey() {
        let text = PictureSamples.schema.dot()
        #expect(text.contains(#"<td align="left" port="c1">customer</td>"#))
        #expect(text.contains("  t1:c1 -> t0:c0 [dir=both, arrowtail=crowodot, arrowhead=teetee]\n"))
        #expect(!text.contains("mood"))
    }

    @Test(arguments: ["a\"b", "back\\", "<b>&amp;</b>", "e\u{301}\"\u{301}", "a\nb"])
    func aNameIsNothingButText(name: String) {
        var object = PictureObject(key: name, kind: "table", name: name)
        object.columns = [PictureColumn(name: name, type: name)]
        let schema = SchemaPicture(title: "", objects: [object]).dot()
        #expect(!schema.contains("<b>&amp;<") && !schema.contains("a\"b") && !schema.contains("a\nb"))
        let revision = PictureSamples.revision(name, parents: [], name) { _ in }
        let history = HistoryPicture(title: name, revisions: [revision])
        for line in history.dot().split(separator: "\n") {
            // Within a line each quote that is not escaped has its partner.
            let bare = line.unicodeScalars.reduce(into: (count: 0, isEscaped: false)) { state, scalar in
                if scalar == "\"", !state.isEscaped { state.count += 1 }
                state.isEscaped = scalar == "\\" && !state.isEscaped
            }
            #expect(bare.count.isMultiple(of: 2), "\(line)")
        }
    }
}
