import Testing

@testable import MigratorRevisionIndex

@Suite struct LexerTests {
    /// Sources that look as if they declared more than `struct Only: Revision`.
    static let decoys = [
        "// struct X: Revision {}",
        "/// struct X: Revision {}",
        "/* struct X: Revision {} */",
        "/* outer /* struct X: Revision {} */ struct Y: Revision {} */",
        "/** struct X: Revision {} */",
        "/**/ let a = 1 /***/",
        "let a = \"struct X: Revision {}\"",
        "let a = \"\\\" struct X: Revision {}\"",
        "let a = \"\"\"\n    \"quoted\" struct X: Revision {\n    \\\"\"\" struct Y: Revision {}\n    \"\"\"",
        "let a = #\"\\ \" struct X: Revision {} \"#",
        "let a = #\"\"\"#; let b = \"struct X: Revision {}\"",
        "let a = #\"\"\"\n\" \"\"\" struct X: Revision {}\n\"\"\"#",
        "let a = ##\"\"# struct X: Revision {} \"##",
        "let a = \"\\(f(\")\") + \"struct X: Revision {\")\"",
        "let a = #\"\\#(f(\")\")) struct X: Revision {}\"#",
        "let a = \"\\(\"\"\"\n) struct X: Revision {\n\"\"\")\"",
        "let a = /\"struct X: Revision {/",
        "let a = f(/x{/, /\\/\"/)",
        "let a = #/\" struct X: Revision {} /# ",
        "let a = 4 / 2; let b = f(1, /); let c = \"struct X: Revision {\" // \"",
        "let a = `struct`; let b = c.extension",
        "import struct Foundation.Data",
        "func f(struct x: Revision) {}",
        "func f(extension: Revision, class: Revision) {}",
        "protocol Base: Revision {}",
        "struct Other: Sendable { class func f() {} }",
        "struct Other: Revisions {}",
        "struct Other: Alien.Revision {}",
        "struct Other<T>: Box<any Revision> where T: Revision {}",
        "let a: any Revision.Type = Only.self",
    ]

    @Test(arguments: decoys) func findsOnlyWhatIsCode(decoy: String) throws {
        for source in ["\(decoy)\nstruct Only: Revision {}\n", "struct Only: Revision {}\n\(decoy)\n"] {
            let file = file(source)
            #expect(file.problems == [])
            #expect(file.revision?.name == "Only")
        }
    }

    @Test func countsLinesOfEveryKind() throws {
        let source = "\u{FEFF}// a\r\n// b\r/* c\n */ let d = \"\"\"\n  e\n  \"\"\"\n  struct Only: Revision {}"
        #expect(file(source).revision?.position == Position(line: 7, column: 3))
    }

    @Test func skipsTheInterpreterLine() throws {
        #expect(file("#!/usr/bin/env \"swift\nstruct Only: Revision {}").revision?.position.line == 2)
    }

    static let torn = [
        "\"", "\"\"\"", "#\"", "\"\\(", "/*", "`", "/a", "#/", "{", "}", "struct", "struct A:", "@", "(", ")",
    ]

    @Test(arguments: torn)
    func endsOnTornSources(source: String) {
        #expect(file(source).revision == nil)
        #expect(file("static \(source)").revision == nil)
        #expect(file("struct A: Revision \(source)").problems.count <= 1)
    }
}
