import MigrationDSL
import MigratorCore
import MigratorDialects
import MigratorSchema
import MigratorSystem

/// A thing of the old schema that the new one has not, and what it may be called there.
public struct RenameQuestion: Hashable, Sendable {
    /// The thing, such as `column customers.mail`.
    public let thing: String
    /// The pairs that it may be, the likeliest first; never empty.
    public let suggestions: [RenameSuggestion]

    package init(thing: String, suggestions: [RenameSuggestion]) {
        self.thing = thing
        self.suggestions = suggestions
    }

    /// Chooses one of the suggestions; `nil` if the thing is gone.
    public typealias Choose = @Sendable (RenameQuestion) async throws -> RenameSuggestion?
}

/// What is asked about the renames between two schemas, and what was asked already.
///
/// Tables come first: which columns of a table are others with new names can be told only once the table itself is.
struct RenameQuestions {
    /// The things that were asked about.
    private var asked: Set<[ExactText]> = []

    /// The pairs of the things that are to be asked about next; `nil` if there are none.
    func next(_ comparison: SchemaComparison) -> [RenameCandidate]? {
        let pairs = comparison.pairs.filter { !asked.contains(Self.thing($0.rename)) }
        let tables = pairs.filter { $0.rename.part == nil }
        let round = tables.isEmpty ? pairs : tables
        return round.isEmpty ? nil : round
    }

    /// Asks about each thing of the pairs, and returns the renames that were chosen.
    mutating func ask(
        _ pairs: [RenameCandidate],
        _ choose: RenameQuestion.Choose
    ) async throws -> [Rename] {
        var chosen: [Rename] = []
        var taken: Set<[ExactText]> = []
        for pair in pairs where asked.insert(Self.thing(pair.rename)).inserted {
            let own = pairs.filter { other in
                Self.thing(other.rename) == Self.thing(pair.rename) && !taken.contains(Self.newThing(other.rename))
            }
            guard !own.isEmpty else { continue }
            let suggestions = own.map(RenameSuggestion.init)
            let question = RenameQuestion(thing: Self.name(pair.rename), suggestions: suggestions)
            guard let answer = try await choose(question) else { continue }
            guard let index = suggestions.firstIndex(where: { $0.rename.isExactly(answer.rename) }) else {
                throw MigratorError(.invalidSetting, "\(answer.rename) was not among the renames of \(question.thing)")
            }
            chosen.append(own[index].rename)
            taken.insert(Self.newThing(own[index].rename))
        }
        return chosen
    }

    private static func thing(_ rename: Rename) -> [ExactText] {
        [ExactText("\(rename.object)")] + (rename.part.map { [ExactText($0)] } ?? [])
    }

    private static func newThing(_ rename: Rename) -> [ExactText] {
        let place = rename.part == nil ? rename.object.name.schema ?? "" : "\(rename.object)"
        return [ExactText(place), ExactText(rename.newName)]
    }

    private static func name(_ rename: Rename) -> String {
        rename.part.map { "column \(rename.object.name).\($0)" } ?? "\(rename.object)"
    }
}
