import MigrationDSL
import MigratorCatalogue
import MigratorDialects
import MigratorSystem

extension ComparisonPass {
    /// Versions differ from server to server, and are not compared.
    mutating func compare(_ old: Extension, _ new: Extension) {
        if let schema = new.schema, let former = old.schema,
            !dialect.comparedName(schema).isExactly(dialect.comparedName(former))
        {
            replace(.extension(old), by: .extension(new), "schema \(former) -> \(schema)")
        }
        // An extension brings a comment of its own.
        if new.comment != nil { compareComments(old.comment, new.comment, of: .extension(new.name)) }
    }

    mutating func compare(_ old: EnumType, _ new: EnumType) {
        let reference = ObjectReference.enumeration(new.name)
        let renames = self.old.newValues(of: old.name)
        var values: [ExactText] = []
        for value in old.values {
            let newValue = renames[ExactText(value)]
            values.append(ExactText(newValue ?? value))
            guard let newValue else { continue }
            let summary = "value \(value) of \(reference) -> \(newValue)"
            report(.renameEnumValue, reference, part: value, old: .name(value), new: .name(newValue), summary)
        }
        let wanted = new.values.map(ExactText.init)
        if wanted.filter(Set(values).contains) == values {
            var former: String?
            for value in new.values {
                if !values.contains(ExactText(value)) {
                    let position = former.map { "after \($0)" } ?? "before all others"
                    let summary = "value \(value) of \(reference): added \(position)"
                    let added = SchemaValue.enumValue(value, after: former)
                    report(.addEnumValue, reference, part: value, new: added, summary)
                }
                former = value
            }
        } else {
            let removed = values.filter { !wanted.contains($0) }.map(\.text)
            let why = removed.isEmpty ? "values in another order" : "without \(removed.joined(separator: ", "))"
            replace(.enumeration(old), by: .enumeration(new), why)
        }
        compareComments(old.comment, new.comment, of: reference)
    }

    mutating func compare(_ old: CompositeType, _ new: CompositeType) {
        let reference = ObjectReference.compositeType(new.name)
        func key(_ attribute: CompositeType.Attribute) -> ExactText { ExactText(dialect.comparedName(attribute.name)) }
        let former = Dictionary(old.attributes.map { (key($0), $0) }) { first, _ in first }
        let names = Set(new.attributes.map(key))
        for attribute in old.attributes where !names.contains(key(attribute)) {
            report(
                .alterCompositeType,
                reference,
                part: attribute.name,
                old: .attribute(attribute),
                "attribute \(attribute.name) of \(reference): dropped",
                destroys: true
            )
        }
        for attribute in new.attributes {
            let before = former[key(attribute)]
            var words: [String] = ["added"]
            if let before {
                words = typeWords(self.old.type(before.type), self.new.type(attribute.type))
                words += collationWords(before.collation, attribute.collation)
            }
            guard !words.isEmpty else { continue }
            report(
                .alterCompositeType,
                reference,
                part: attribute.name,
                old: before.map { .attribute($0) },
                new: .attribute(attribute),
                "attribute \(attribute.name) of \(reference): \(words.joined(separator: "; "))"
            )
        }
        compareComments(old.comment, new.comment, of: reference)
    }

    mutating func compare(_ old: Domain, _ new: Domain) {
        let reference = ObjectReference.domain(new.name)
        let lasting = typeWords(self.old.type(old.type), self.new.type(new.type))
        let different = lasting + collationWords(old.collation, new.collation)
        guard different.isEmpty else {
            replace(.domain(old), by: .domain(new), different.joined(separator: "; "))
            return
        }
        var words: [String] = []
        if old.isNullable != new.isNullable { words.append(new.isNullable ? "not null -> null" : "null -> not null") }
        words += defaultWords(
            old.defaultValue,
            old.type,
            new.defaultValue,
            new.type,
            of: reference,
            reference.description
        )
        words += checkWords(old, new)
        if !words.isEmpty {
            let summary = "\(reference): \(words.joined(separator: "; "))"
            report(.alterDomain, reference, old: .object(.domain(old)), new: .object(.domain(new)), summary)
        }
        compareComments(old.comment, new.comment, of: reference)
    }

    mutating func compare(_ old: NumberSequence, _ new: NumberSequence) {
        let reference = ObjectReference.sequence(new.name)
        var words = SequenceShape(old, dialect).words(to: SequenceShape(new, dialect))
        func key(_ owner: ColumnName?, _ side: ComparedSide) -> [AnyHashable] {
            owner.map { [side.relation($0.table), side.column($0.column, of: $0.table)] } ?? []
        }
        if key(old.owner, self.old) != key(new.owner, self.new) {
            words.append("owner \(Self.word(old.owner)) -> \(Self.word(new.owner))")
        }
        if !words.isEmpty {
            let summary = "\(reference): \(words.joined(separator: "; "))"
            report(.alterSequence, reference, old: .object(.sequence(old)), new: .object(.sequence(new)), summary)
        }
        compareComments(old.comment, new.comment, of: reference)
    }

    /// A value in words, or that there is none.
    static func word(_ value: (some CustomStringConvertible)?) -> String { value.map { "\($0)" } ?? "none" }

    func typeWords(_ old: ComparedType, _ new: ComparedType) -> [String] {
        old.text.isExactly(new.text) ? [] : ["\(old.text) -> \(new.text)"]
    }

    func collationWords(_ old: SQLText?, _ new: SQLText?) -> [String] {
        let names = [old, new].map { $0.flatMap { dialect.text($0) }.flatMap { dialect.comparedCollation($0) } }
        guard names[0].map(ExactText.init) != names[1].map(ExactText.init) else { return [] }
        return ["collation \(Self.word(names[0])) -> \(Self.word(names[1]))"]
    }

    /// What differs between two defaults, in words; nothing where they may mean the same, which is noted.
    mutating func defaultWords(
        _ old: DefaultValue?,
        _ oldType: ColumnType,
        _ new: DefaultValue?,
        _ newType: ColumnType,
        of object: ObjectReference,
        _ what: @autoclosure () -> String,
        in options: SQLiteTableOptions = []
    ) -> [String] {
        // Most columns have none.
        guard old != nil || new != nil else { return [] }
        let scope = QuestionScope(object, type: newType)
        func question(_ text: String) -> SchemaQuestion { scope.question(.default, text) }
        let former = oldTexts.value(old, of: self.old.ownType(oldType, in: options), question)
        let wanted = newTexts.value(new, of: self.new.ownType(newType, in: options), question)
        switch likeness(former, wanted) {
        case .equal: return []
        case .unknown:
            doubt(object, "default of \(what())", former, wanted)
            return []
        case .different: return ["default \(Self.word(former?.question.text)) -> \(Self.word(wanted?.question.text))"]
        }
    }
}
