import ArgumentParser
import Testing

@testable import MigratorCLI

@Suite struct ArgumentNormalizerTests {
    static let cases: [(given: String, expected: String)] = [
        ("", ""),
        ("upgrade head", "upgrade head"),
        ("upgrade +2", "upgrade +2"),
        ("downgrade -1", "downgrade -- -1"),
        ("downgrade -- -1", "downgrade -- -1"),
        ("downgrade agents@-1", "downgrade agents@-1"),
        ("downgrade -1 --dry-run", "downgrade --dry-run -- -1"),
        ("show -2", "show -- -2"),
        ("show -2 -v", "show -v -- -2"),
        ("stamp abcd -1 ef01", "stamp -- abcd -1 ef01"),
        ("merge a b c", "merge a b c"),
        // Verbs with underscores.
        ("ensure_version", "ensure-version"),
        ("list_templates", "list-templates"),
        ("help ensure_version", "help ensure-version"),
        ("no_such verb", "no_such verb"),
        ("show add_titles", "show add_titles"),
        // Flags before the verb.
        ("-v current", "current -v"),
        ("--format json current", "current --format=json"),
        ("--format=json current", "current --format=json"),
        ("--database sqlite:a.db upgrade head", "upgrade --database=sqlite:a.db head"),
        ("--dry-run upgrade head", "upgrade --dry-run head"),
        ("-x a=b upgrade head -x c=d", "upgrade -x=a=b -x=c=d head"),
        ("--help", "--help"),
        ("--version", "--version"),
        ("-q --no-color downgrade -3", "downgrade -q --no-color -- -3"),
        // Verbs of two words.
        ("cache stats", "cache stats"),
        ("--format json cache -v stats a", "cache stats --format=json -v a"),
        ("cache list stats", "cache list stats"),
        ("cache verify --sample 5 --repair a", "cache verify --sample=5 --repair a"),
        ("cache bogus stats", "cache bogus stats"),
        ("help cache stats", "help cache stats"),
        ("show stats", "show stats"),
        // Values that look like something else.
        ("history -r -3:", "history -r=-3:"),
        ("history --range -3:current", "history --range=-3:current"),
        ("history -r:head", "history -r=:head"),
        ("history -r=:head", "history -r=:head"),
        ("--lock-timeout 5 downgrade -1", "downgrade --lock-timeout=5 -- -1"),
        ("--lock-timeout -5 downgrade -1", "downgrade --lock-timeout=-5 -- -1"),
        ("revision -m upgrade", "revision -m=upgrade"),
        ("revision -m -1", "revision -m=-1"),
        ("revision --message=--x", "revision --message=--x"),
        ("revision -m --x", "revision -m=--x"),
        ("upgrade head -x -a=b", "upgrade -x=-a=b head"),
        ("upgrade head -xa=b", "upgrade -x=a=b head"),
        ("inspect database -o a.sql", "inspect -o=a.sql database"),
        ("inspect -oa.sql", "inspect -o=a.sql"),
        ("--schema app diff --rename a.b=c x y", "diff --schema=app --rename=a.b=c x y"),
        // A value that is missing stays so, for the parser to complain about.
        ("upgrade head --database", "upgrade --database -- head"),
        ("upgrade --database --format json head", "upgrade --database --format=json -- head"),
        ("revision -m -v", "revision -m -v"),
        ("revision -m", "revision -m"),
        ("show head -r", "show -r -- head"),
        // Several letters at once.
        ("history -iv", "history -i -v"),
        ("history -ivr a:b", "history -i -v -r=a:b"),
        ("current -vc", "current -v -c"),
        ("current -vz", "current -vz"),
        // What is unknown stays where it was.
        ("upgrade head --sql", "upgrade --sql head"),
        ("upgrade --tag x head", "upgrade --tag=x head"),
        ("upgrade -", "upgrade -- -"),
        ("upgrade head -- --weird", "upgrade -- head --weird"),
        // The parser's own.
        ("--generate-completion-script bash", "--generate-completion-script bash"),
        ("---completion upgrade -- x", "---completion upgrade -- x"),
    ]

    @Test(arguments: cases)
    func normalizes(_ example: (given: String, expected: String)) {
        let given = example.given.split(separator: " ").map(String.init)
        let result = ArgumentNormalizer.normalize(given, verbs: RootCommand.verbs)
        #expect(result.joined(separator: " ") == example.expected)
    }

    @Test func keepsWordsWhole() {
        let arguments = ["revision", "-m", "add a table -1", "--branch-label", ""]
        #expect(
            ArgumentNormalizer.normalize(arguments, verbs: RootCommand.verbs)
                == ["revision", "-m=add a table -1", "--branch-label="]
        )
    }

    @Test func isStable() {
        for example in Self.cases {
            let given = example.given.split(separator: " ").map(String.init)
            let once = ArgumentNormalizer.normalize(given, verbs: RootCommand.verbs)
            #expect(ArgumentNormalizer.normalize(once, verbs: RootCommand.verbs) == once)
        }
    }

    /// The table of options must know exactly what the verbs declare.
    @Test func tableKnowsEveryOption() {
        var flags: Set<String> = ["version"]
        var valued: Set<String> = ["generate-completion-script"]
        var shortFlags: Set<Character> = []
        var shortValued: Set<Character> = []
        for verb in RootCommand.groups.flatMap({ $0.verbs }) {
            for line in verb.helpMessage(columns: 400).split(separator: "\n") where line.hasPrefix("  -") {
                let names = line.split(separator: "  ", maxSplits: 1)[0].split(separator: ",")
                let takesValue = line.split(separator: "  ")[0].contains("<")
                for name in names.map({ $0.split(separator: " ")[0] }) {
                    if name.hasPrefix("--") {
                        let name = String(name.dropFirst(2))
                        if takesValue { valued.insert(name) } else { flags.insert(name) }
                    } else if let letter = name.last {
                        if takesValue { shortValued.insert(letter) } else { shortFlags.insert(letter) }
                    }
                }
            }
        }
        #expect(flags == Set(OptionTable.flags))
        #expect(valued == Set(OptionTable.valued))
        #expect(shortFlags == Set(OptionTable.shortFlags))
        #expect(shortValued == Set(OptionTable.shortValued))
    }
}
