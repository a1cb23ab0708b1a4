import MigratorTestSupport
import Testing

/// What `history`, `inspect` and `diff` draw, as a user asks for it.
struct PictureTests {
    private let folder = TemporaryFolder("pictures")
    private var tool: Tool { Tool(in: folder.path) }

    private func run(_ arguments: String...) throws -> ToolResult {
        try tool.run(arguments + ["--database", "sqlite:test.db", "--revisions", "revisions"])
    }

    private func write() throws {
        try folder.write(
            "revisions/1.sql",
            """
            -- revision: aaaa
            -- message: begin </script><b>
            -- upgrade
            CREATE TABLE customers (id INTEGER PRIMARY KEY, mail TEXT NOT NULL UNIQUE);
            -- downgrade
            DROP TABLE customers;
            """
        )
        try folder.write(
            "revisions/2.sql",
            """
            -- revision: bbbb
            -- parents: aaaa
            -- message: orders
            -- upgrade
            CREATE TABLE orders (
                id INTEGER PRIMARY KEY, customer INTEGER NOT NULL REFERENCES customers (id) ON DELETE CASCADE
            );
            -- downgrade
            DROP TABLE orders;
            """
        )
    }

    @Test func aHistoryIsAPageWithItsSQLAndItsRuns() throws {
        try write()
        #expect(try run("upgrade", "aaaa", "--tag", "release 7").status == 0)
        let page = try run("history", "-i", "--format", "html")
        #expect(page.status == 0 && page.errors.isEmpty, "\(page.errors)")
        #expect(page.output.hasPrefix("<!DOCTYPE html>\n") && page.output.hasSuffix("</html>\n"))
        #expect(!page.output.contains("</script><b>"))
        #expect(page.output.contains(#""message":"begin \u003c/script>\u003cb>""#))
        #expect(page.output.contains(#""sql":["DROP TABLE orders"]"#))
        #expect(page.output.contains(#""direction":"upgrade","done":true"#))
        #expect(page.output.contains(#""tag":"release 7""#))
        #expect(try run("history", "-i", "--format", "html").output == page.output)
        // Unless it is told to, it asks no database, and says nothing of one.
        let alone = try run("history", "--format", "html").output
        #expect(!alone.contains("release 7") && !alone.contains(#""asked":true"#))
    }

    @Test func aHistoryIsADiagramAndAGraph() throws {
        try write()
        let mermaid = try run("history", "--format", "mermaid").output
        #expect(mermaid.hasPrefix("```mermaid\nflowchart TB\n"))
        #expect(mermaid.contains("  r1 --> r0\n"))
        let dot = try run("history", "--format", "dot").output
        #expect(dot.hasPrefix("digraph history {\n") && dot.contains("  r1 -> r0\n"))
    }

    @Test func aSchemaIsDrawnAtAnyRevision() throws {
        try write()
        let both = try run("inspect", "history", "--format", "mermaid").output
        #expect(both.contains("  t1 }o--|| t0 : \"customer\"\n"), "\(both)")
        let first = try run("inspect", "history@aaaa", "--format", "dot").output
        #expect(first.contains("customers") && !first.contains("orders"))
        let page = try run("inspect", "history", "--format", "html", "-o", "schema.html")
        #expect(page.status == 0 && page.output == "schema.html\n", "\(page.errors)")
    }

    @Test func aDifferenceIsAPage() throws {
        try write()
        let page = try run("diff", "history@aaaa", "history", "--format", "html")
        #expect(page.status == 3)
        #expect(page.output.contains(#"{"key":"orders","kind":"table","name":"orders","drawn":true,"mark":"added""#))
        let back = try run("diff", "history", "history@aaaa", "--format", "html")
        #expect(back.output.contains(#"{"key":"orders","kind":"table","name":"orders","drawn":true,"mark":"removed""#))
        let equal = try run("diff", "history", "history", "--format", "html")
        #expect(equal.status == 0 && !equal.output.contains(#""mark":"#))
    }

    @Test func aColumnThatCameAndOneThatWentAreMarked() throws {
        try folder.write("revisions/1.sql", "-- revision: aaaa\n-- upgrade\n-- downgrade\n")
        try folder.write("old.sql", "CREATE TABLE t (id INTEGER PRIMARY KEY, gone TEXT);\n")
        try folder.write("new.sql", "CREATE TABLE t (id INTEGER PRIMARY KEY, fresh TEXT);\n")
        let page = try run("diff", "old.sql", "new.sql", "--format", "html").output
        #expect(page.contains(#""name":"t","drawn":true,"mark":"changed""#), "\(page)")
        #expect(page.contains(#"{"name":"fresh","type":"TEXT","mark":"added"}"#), "\(page)")
        #expect(page.contains(#"{"name":"gone","type":"TEXT","mark":"removed"}"#), "\(page)")
    }

    @Test func oneTableIsDrawnInTheTerminal() throws {
        try write()
        #expect(try run("upgrade", "heads").status == 0)
        let table = try run("inspect", "orders")
        #expect(table.status == 0, "\(table.errors)")
        #expect(table.output.contains("│ FK │ customer │ INTEGER │ not null │ → customers (id), on delete cascade\n"))
        #expect(try run("inspect", "history", "orders").output == table.output)
        #expect(try run("inspect", "customers").output.contains("  ← orders: customer -> customers (id)"))
        let missing = try run("inspect", "order")
        #expect(missing.status == 64 && missing.output.isEmpty, "\(missing.errors)")
        #expect(try run("inspect", "orders", "--format", "json").status == 64)
    }
}
