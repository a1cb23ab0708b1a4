import MigrationDSL
import MigratorCatalogue
import MigratorDialects
import MigratorSystem

/// One walk through two schemas, with what is known so far of their texts.
///
/// The first walk gathers what a server is to be asked; the second one knows the answers.
struct ComparisonPass {
    let dialect: any Dialect
    let rules: ComparisonRules
    let old: ComparedSide
    let new: ComparedSide
    let oldTexts: TextSpeller
    let newTexts: TextSpeller
    private let answers: [SchemaQuestion: SchemaAnswer]

    private(set) var differences: [SchemaDifference] = []
    private(set) var unverified: [UnverifiedPart] = []
    /// What of the old schema the new one, which was written down, may have no words for.
    var unsupported: [Schema.Unsupported] = []
    /// The questions that would tell more, each once, in the order in which they came up.
    private(set) var questions: [SchemaQuestion] = []
    private var asked: Set<SchemaQuestion> = []

    /// The relations of the old schema that are dropped, or replaced by others, with all that is of them.
    var gone: Set<NameKey> = []

    init(_ old: ComparedSide, _ new: ComparedSide, _ answers: [SchemaQuestion: SchemaAnswer], _ dialect: any Dialect) {
        self.dialect = dialect
        rules = dialect.comparisonRules
        self.old = old
        self.new = new
        self.answers = answers
        let homeNames = Set((old.objects + new.objects).compactMap(\.key.homeName))
        oldTexts = TextSpeller(side: old, newWords: old.newWords, homeNames: homeNames)
        newTexts = TextSpeller(side: new, newWords: [:], homeNames: homeNames)
    }

    mutating func report(
        _ change: SchemaChange,
        _ object: ObjectReference,
        part: String? = nil,
        old: SchemaValue? = nil,
        new: SchemaValue? = nil,
        _ summary: String,
        destroys: Bool = false,
        aspects: ColumnAspects = []
    ) {
        let difference = SchemaDifference(
            change,
            object,
            part: part,
            old: old,
            new: new,
            summary: summary,
            destroys: destroys,
            aspects: aspects
        )
        differences.append(difference)
    }

    /// How alike two texts are: by their spellings, else by what the server says of both.
    mutating func likeness(_ old: ComparedText?, _ new: ComparedText?) -> Likeness {
        guard let old, let new else { return old == nil && new == nil ? .equal : .different }
        if old.spelling.isExactly(new.spelling) { return .equal }
        if old.isNumber, new.isNumber { return .different }
        let (first, second) = (answers[old.question] ?? .none, answers[new.question] ?? .none)
        guard let oldForm = first.form, let newForm = second.form else {
            // What names something that is gone does not mean what the new schema takes.
            let isRefused = first.isRefusal ? second.form != nil : second.isRefusal && first.form != nil
            if isRefused, !self.old.isRenamed { return .different }
            for question in [old.question, new.question] where asked.insert(question).inserted {
                questions.append(question)
            }
            return .unknown
        }
        if oldForm.isExactly(newForm) { return .equal }
        guard let oldConstant = first.constant, let newConstant = second.constant else { return .different }
        return oldConstant.isExactly(newConstant) ? .equal : .different
    }

    /// Whether a server was asked about a text, whatever it said.
    func isAsked(_ text: SchemaQuestion) -> Bool { answers[text] != nil }

    /// How alike the lists are, text by text.
    mutating func likeness(_ olds: [ComparedText?], _ news: [ComparedText?]) -> Likeness {
        guard olds.count == news.count else { return .different }
        var least = Likeness.equal
        for (old, new) in zip(olds, news) { least = min(least, likeness(old, new)) }
        return least
    }

    /// Notes that two texts may mean the same.
    mutating func doubt(_ object: ObjectReference, _ what: String, _ old: ComparedText?, _ new: ComparedText?) {
        guard let old, let new, !old.spelling.isExactly(new.spelling) else { return }
        let part = UnverifiedPart(object: object, summary: what, old: old.question.text, new: new.question.text)
        unverified.append(part)
    }

    mutating func doubt(_ object: ObjectReference, _ what: String, _ olds: [ComparedText?], _ news: [ComparedText?]) {
        for (old, new) in zip(olds, news) { doubt(object, what, old, new) }
    }

    /// A text as this database has it; empty for one that it is given none of.
    func text(_ sql: SQLText) -> String { dialect.text(sql) ?? "" }
}

extension ObjectKey {
    /// The name of a relation, a type or a function of the home schema.
    fileprivate var homeName: ExactText? {
        switch kind {
        case .table, .view, .materializedView, .sequence, .function, .procedure, .enumeration, .domain,
            .compositeType:
            name.schema == nil ? name.name : nil
        default: nil
        }
    }
}
