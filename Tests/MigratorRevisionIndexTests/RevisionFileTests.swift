import Testing

@testable import MigratorRevisionIndex

@Suite struct RevisionFileTests {
    @Test(arguments: [
        "struct Add: Revision {}",
        "enum Add: Revision { init() {} }",
        "final class Add: Revision {}",
        "public struct Add: ReversibleRevision {}",
        "public final class Add : IrreversibleRevision{}",
        "@available(macOS 15, *) public nonisolated struct Add: Revision {}",
        "@MainActor\n@Foo.Bar(\"x: {\")\nstruct Add\n    : Sendable,\n    Revision\n{}",
        "struct Add: @unchecked Sendable, MigrationDSL.Revision {}",
        "struct Add: nonisolated MigrationDSL::Revision & Sendable {}",
        "struct Add: Box<any Sendable>, @preconcurrency Revision where Int: Sendable {}",
        "extension Int { struct Helper {} }\nstruct Add: Revision {}\nprivate enum Other: String { case a }",
    ])
    func recognises(source: String) {
        #expect(errors(source) == [])
        #expect(file(source).revision?.name == "Add")
    }

    @Test func keepsBackticks() {
        #expect(file("struct `Type`: Revision {}").revision?.name == "`Type`")
    }

    @Test func refusesFilesWithoutExactlyOne() {
        let rule = "error: a revision file declares exactly one type conforming to Revision; found"
        #expect(errors("import MigrationDSL\nstruct Helper {}") == ["/h/0001_sample.swift:1:1: \(rule) 0"])
        #expect(errors("") == ["/h/0001_sample.swift:1:1: \(rule) 0"])
        let two = "struct A: Revision {}\n\n  public struct B: ReversibleRevision {}\nstruct C: Revision {}"
        #expect(errors(two) == ["/h/0001_sample.swift:3:10: \(rule) 3"])
    }

    @Test func refusesWhatTheRegistryCannotName() {
        #expect(
            errors("enum Space {\n    struct A: Revision {}\n}") == [
                "/h/0001_sample.swift:2:5: error: revision 'A' must not stand in another type or function"
            ]
        )
        #expect(
            errors("#if DEBUG\nstruct A: Revision {}\n#endif") == [
                "/h/0001_sample.swift:2:1: error: revision 'A' must not stand between #if and #endif"
            ]
        )
        #expect(
            errors("private struct A: Revision {}") == [
                "/h/0001_sample.swift:1:9: error: revision 'A' must not be private"
            ]
        )
        #expect(
            errors("struct A<T>: Revision {}") == ["/h/0001_sample.swift:1:1: error: revision 'A' must not be generic"]
        )
        #expect(
            errors("struct A {}\nextension A: Revision {}") == [
                "/h/0001_sample.swift:2:1: error: say that 'A' conforms to Revision where the type is declared, "
                    + "not in an extension"
            ]
        )
        #expect(
            errors("struct Sample: Revision {}") == [
                "/h/0001_sample.swift:1:1: error: revision 'Sample' must not bear its module's name, which it would hide"
            ]
        )
    }

    @Test func sourcesAfterAConditionAreFound() {
        #expect(errors("#if os(Linux)\nimport Glibc\n#else\nimport Darwin\n#endif\nstruct A: Revision {}") == [])
    }

    @Test func supportFilesDeclareNone() {
        #expect(errors("let a = 1", path: "Support/Names.swift") == [])
        #expect(file("let a = 1", path: "Support/Names.swift").revision == nil)
        #expect(
            errors("\nstruct A: Revision {}", path: "Support/deep/A.swift") == [
                "/h/Support/deep/A.swift:2:1: error: files in Support/ declare no revision; move 'A' out of it"
            ]
        )
    }

    @Test func refusesADowngradeThatWouldBeIgnored() {
        let message = "error: conform to ReversibleRevision to write a downgrade; it would be ignored"
        let downgrade = "    public func downgrade(_ op: Operations) {}"
        #expect(
            errors("struct A: Revision {\n    func upgrade(_ op: Operations) {}\n\(downgrade)\n}") == [
                "/h/0001_sample.swift:3:12: \(message)"
            ]
        )
        #expect(
            errors("struct A: IrreversibleRevision {}\nextension A {\n\(downgrade)\n}") == [
                "/h/0001_sample.swift:3:12: \(message)"
            ]
        )
        #expect(errors("struct A: ReversibleRevision {\n\(downgrade)\n}") == [])
        #expect(errors("struct A: Revision { func downgrade(table: String) {} }") == [])
        #expect(errors("struct A: Revision { struct B { func downgrade(_ op: Operations) {} } }") == [])
        #expect(errors("struct A: Revision {\n// func downgrade(_ op: Operations)\n}") == [])
        #expect(errors("struct B { \(downgrade) }\nstruct A: Revision {}") == [])
    }

    @Test func refusesAReasonThatWouldBeIgnored() {
        let message = "error: conform to IrreversibleRevision to say why there is no downgrade; it would be ignored"
        #expect(
            errors("struct A: Revision {\n  static public let irreversible = \"no\"\n}") == [
                "/h/0001_sample.swift:2:3: \(message)"
            ]
        )
        #expect(errors("struct A: IrreversibleRevision { static var irreversible: String { \"no\" } }") == [])
        #expect(
            errors("struct A: ReversibleRevision, IrreversibleRevision {}") == [
                "/h/0001_sample.swift:1:1: error: 'A' is either a ReversibleRevision or an IrreversibleRevision, not both"
            ]
        )
    }

    @Test(arguments: [
        ("static let id: RevisionID = \"a1\"", "a1"),
        ("public static let id: MigrationDSL.RevisionID = \"a1\"; let x = 1", "a1"),
        ("static let id = RevisionID(\"a1\")", "a1"),
        ("static let id: RevisionID = .init(\"a1\")", "a1"),
        ("static var id: RevisionID { \"a1\" }", "a1"),
        ("static let id: RevisionID = #\"a1\"#", "a1"),
        ("static let id = RevisionID(\"a\\(1)\")", nil),
        ("static let id = RevisionID(\"a\" + \"1\")", nil),
        ("static let id = RevisionID(prefix + \"1\")", nil),
        ("static let ids: [RevisionID] = [\"a1\"]", nil),
        ("let id = \"a1\"", nil),
        ("struct B { static let id = RevisionID(\"a1\") }", nil),
    ])
    func readsPlainIDs(member: String, id: String?) {
        #expect(file("struct A: Revision {\n    \(member)\n}").id?.value == id)
    }
}
