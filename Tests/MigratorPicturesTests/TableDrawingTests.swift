import MigratorPictures
import Testing

@Suite struct TableDrawingTests {
    @Test func drawsATableWithWhatItPointsTo() {
        #expect(
            PictureSamples.schema.drawing(of: 1) == """
                orders
                ┌────┬──────────┬────────┬──────────┐
                │ PK │ id       │ bigint │ not null │
                │ FK │ customer │ bigint │ not null │ → customers (id), on delete cascade
                └────┴──────────┴────────┴──────────┘

                """
        )
    }

    @Test func saysWhatPointsToIt() {
        #expect(
            PictureSamples.schema.drawing(of: 0) == """
                customers: who buys
                ┌────┬───────────┬───────────────────────┬──────────┐
                │ PK │ id        │ bigint                │ not null │
                │    │ full name │ character varying(80) │          │
                └────┴───────────┴───────────────────────┴──────────┘
                  primary key customers_pkey (id)
                  ← orders: customer -> customers (id) on delete cascade

                """
        )
    }

    @Test func aNameDrivesNoTerminal() {
        var object = PictureObject(key: "a", kind: "view", name: "a\u{1B}[2J")
        object.columns = [PictureColumn(name: "b\nc", type: "\u{202E}text")]
        object.notes = [PictureNote(kind: "query", text: "SELECT 1\nFROM \u{1B}x")]
        let text = SchemaPicture(title: "", objects: [object]).drawing(of: 0)
        #expect(!text.unicodeScalars.contains { $0 == "\u{1B}" || $0 == "\u{202E}" })
        #expect(text.contains("  query\n      SELECT 1\n      FROM  x\n"))
    }
}
