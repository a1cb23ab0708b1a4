import MigrationDSL
import Migrator
import MigratorCatalogue
import MigratorSchema
import Synchronization
import Testing

@testable import MigratorCLI

/// What a person is asked about renames, and what the answers mean.
@Suite struct RenameDialogTests {
    /// The lines that are printed and read.
    private final class Terminal: Sendable {
        private let state: Mutex<(answers: [String], printed: [String])>

        init(_ answers: [String]) { state = Mutex((answers, [])) }

        var printed: [String] { state.withLock { $0.printed } }

        var dialog: RenameDialog {
            RenameDialog(
                say: { line in self.state.withLock { $0.printed.append(line) } },
                ask: { question in self.state.withLock { $0.printed.append(question) } },
                readLine: { self.state.withLock { $0.answers.isEmpty ? nil : $0.answers.removeFirst() } }
            )
        }
    }

    private static let question = RenameQuestion(
        thing: "column customers.mail",
        suggestions: ["email", "post\u{1B}[2J"].enumerated().map { index, name in
            RenameSuggestion(
                RenameCandidate(
                    rename: Rename("mail", of: .table("customers"), to: name),
                    score: 1 - Double(index) / 2,
                    summary: "column customers.mail -> \(name)"
                )
            )
        }
    )

    @Test(
        arguments: [
            ([""], nil), (["0"], nil), (["neither"], nil), (["No"], nil), ([], nil), (["1"], 0), ([" 2 \r"], 1),
            (["3", "-1", "email", "1"], 0), (["9"], nil),
        ] as [([String], Int?)]
    )
    func anAnswerIsANumberAndNothingIsNone(_ answers: [String], _ index: Int?) throws {
        let terminal = Terminal(answers)
        let chosen = try terminal.dialog.choose(Self.question)
        #expect(chosen == index.map { Self.question.suggestions[$0] })
    }

    @Test func thePairsAndNeitherAreOffered() throws {
        let terminal = Terminal(["x", "1"])
        _ = try terminal.dialog.choose(Self.question)
        #expect(
            terminal.printed == [
                "column customers.mail is not there any more. What became of it?",
                "  1  column customers.mail -> email",
                "  2  column customers.mail -> post\\u{1B}[2J",
                "  0  neither: it is dropped, and its data with it",
                "which [0]: ",
                "a number from 0 to 2 is an answer; nothing means 0",
                "which [0]: ",
            ]
        )
    }
}

@Suite struct AutogenerationTests {
    @Test func whatHasNoOperationIsRefusedByName() throws {
        #expect(Autogeneration.refusal([])?.message == nil)
        let error = try #require(
            Autogeneration.refusal([
                UnsupportedObject(Schema.Unsupported("t", kind: "table", why: "it is odd")),
                UnsupportedObject(Schema.Unsupported("app.v", kind: "view", why: "it is odder")),
            ])
        )
        #expect(ExitStatus.of(error) == .failed)
        #expect(error.message.contains("\n  table t: it is odd\n  view app.v: it is odder\n"))
    }
}
