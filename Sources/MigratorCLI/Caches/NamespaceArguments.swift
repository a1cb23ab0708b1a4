import ArgumentParser
import Migrator
import MigratorSystem

/// The namespaces that a verb of `cache` is about.
struct NamespaceArguments: ParsableArguments {
    @Argument(help: ArgumentHelp("A namespace; without any all of them.", valueName: "namespace"))
    var namespaces: [String] = []

    /// The namespaces that were named, or all, in the order of the caches.
    func chosen(from known: [String]) throws(UsageError) -> [String] {
        try Self.check(namespaces, known)
        return namespaces.isEmpty ? known : known.filter { namespaces.contains($0) }
    }

    /// Refuses a name that no namespace has, and says which one was probably meant.
    static func check(_ names: [String], _ known: [String]) throws(UsageError) {
        for name in names where !known.contains(name) {
            let shown = TerminalText.line(name)
            let guess = Suggestion.suffix(for: name, among: known)
            let rest = guess.isEmpty ? "; there are \(known.joined(separator: ", "))" : guess
            throw UsageError("there is no namespace '\(shown)'\(rest)")
        }
    }
}
