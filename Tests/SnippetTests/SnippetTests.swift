import Testing

/// The Swift that documents show is compiled: each piece is a region of a file, word for word.
@Suite struct SnippetTests {
    @Test(arguments: Repository.documents)
    func theSwiftOfADocumentIsCompiled(_ document: String) throws {
        let snippets = try Snippet.all()
        for shown in try ShownCode.all(in: document) {
            guard let name = shown.name else {
                Issue.record("\(shown.place): name the snippet on the line before, as <!-- snippet: NAME -->")
                continue
            }
            guard let snippet = snippets[name] else {
                Issue.record("\(shown.place): there is no snippet named \(name)")
                continue
            }
            #expect(shown.lines == snippet.lines, "\(shown.place) differs from \(snippet.place)")
        }
    }

    @Test func everySnippetIsShown() throws {
        let shown = Set(try Repository.documents.flatMap { try ShownCode.all(in: $0) }.compactMap(\.name))
        for snippet in try Snippet.all().values {
            #expect(shown.contains(snippet.name), "\(snippet.place): no document shows it")
        }
    }

    @Test func theDocumentsAreFound() {
        #expect(Repository.documents.contains("Examples/ShopMigrations/README.md"))
        #expect(Repository.documents.contains("Sources/Migrator/Migrator.docc/Migrator.md"))
    }
}
