import MigratorDialects
import Testing

@testable import Migrator

/// The journal's JSON of a step that goes on, which programs of several releases read and write in turns.
struct StatementProgressTests {
    static let texts = [
        #"{"digest":"d","done":2,"payloads":{},"rows":0,"session":{"postgres":{"_0":{"role":"none","sessionRole":"ann","#
            + #""settings":{"search_path":"\"a\/b\", c"},"temporary":["table t"]}}},"statements":2}"#,
        #"{"digest":"d","done":1,"orphans":{"a -> b":1},"payloads":{},"rows":3,"session":{"sqlite":{"_0":{"attached":"#
            + #"{"aux":"\/tmp\/x"},"settings":{"foreign_keys":"0"},"temporary":[{"kind":"table","name":"t"}]}}},"#
            + #""statements":1}"#,
    ]

    @Test(arguments: texts)
    func aSessionIsWrittenAsItWasRead(_ text: String) throws {
        #expect(try StatementProgress(json: text).json == text)
    }

    @Test func aSessionOfADatabaseWithoutARoomIsKept() throws {
        let text =
            #"{"digest":"","done":0,"payloads":{},"rows":0,"session":{"toy":{"_0":{"n":[1,true,null]}}},"statements":0}"#
        #expect(try StatementProgress(json: text).json == text)
    }
}
