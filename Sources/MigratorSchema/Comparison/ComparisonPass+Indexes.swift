import MigrationDSL
import MigratorCatalogue
import MigratorDialects
import MigratorSystem

extension ComparisonPass {
    /// Compares the indexes: those of one name, then those that are the same under another.
    mutating func walkIndexes(_ news: [Keyed], _ olds: [Keyed]) {
        var formers: [ObjectKey: IndexForm] = [:]
        for (key, entry) in olds {
            guard case .index(let index) = entry.object, !isGone(entry.object) else { continue }
            let form = form(of: index, oldTexts, old)
            if !(rules.columnsTakeDependants && isLost(form)) { formers[key] = form }
        }
        var created: [IndexForm] = []
        for (key, entry) in news {
            guard case .index(let index) = entry.object else { continue }
            let form = form(of: index, newTexts, new)
            if let former = formers.removeValue(forKey: key) {
                compare(former, form)
            } else if !isLeftAlone(entry, of: new, beside: old) {
                created.append(form)
            }
        }
        var left = olds.compactMap { key, entry in
            isLeftAlone(entry, of: old, beside: new) ? nil : formers[key]
        }
        for isSure in [true, false] {
            created = created.filter { form in
                let same = left.firstIndex { isSure ? $0.isSurely(form) : likeness($0, form) == .equal }
                guard let same else { return true }
                compare(left.remove(at: same), form)
                return false
            }
        }
        for form in created { create(.index(form.index)) }
        for form in left { drop(.index(form.index)) }
    }

    /// Whether it goes with a column that is dropped.
    private func isLost(_ form: IndexForm) -> Bool {
        guard let table = new.table(form.table), table.partition == nil || !table.columns.isEmpty else { return false }
        let names = Set(table.columns.map { new.column($0.name, of: table.name) })
        return form.columns.contains { !names.contains(ExactText($0)) }
    }

    private func form(of index: Index, _ texts: TextSpeller, _ side: ComparedSide) -> IndexForm {
        let key = side.relation(index.table)
        let wanted = new.table(key)
        let scope = QuestionScope(.table(wanted?.name ?? index.table), over: wanted)
        return texts.form(of: index, side.table(key), scope)
    }

    private mutating func likeness(_ old: IndexForm, _ new: IndexForm) -> Likeness {
        old.structure.isExactly(new.structure) ? likeness(old.texts, new.texts) : .different
    }

    private mutating func compare(_ old: IndexForm, _ new: IndexForm) {
        let reference = ObjectReference.index(new.index.name, on: new.index.table)
        let (former, wanted) = (SchemaValue.object(.index(old.index)), SchemaValue.object(.index(new.index)))
        let likeness = likeness(old, new)
        if likeness == .different {
            let texts = [old, new].map { words($0) }
            replace(.index(old.index), by: .index(new.index), "\(texts[0]) -> \(texts[1])")
            return
        }
        if likeness == .unknown { doubt(reference, reference.description, old.texts, new.texts) }
        let names = (old.index.name, new.index.name)
        if !dialect.comparedName(names.0).isExactly(dialect.comparedName(names.1)) {
            // Two names that the database made up are as good as one.
            let isMadeUp = !self.new.isDeclared && old.automatic.matches(names.0) && new.automatic.matches(names.1)
            if !isMadeUp {
                report(
                    .renameIndex,
                    reference,
                    old: .name(names.0),
                    new: .name(names.1),
                    "index \(names.0) of \(new.index.table) -> \(names.1)"
                )
            }
        }
        let storage = storageWords(old.index.storage, new.index.storage)
        if !storage.isEmpty {
            report(.alterIndex, reference, old: former, new: wanted, "\(reference): \(storage.joined(separator: "; "))")
        }
        compareComments(old.index.comment, new.index.comment, of: reference)
    }

    private func words(_ form: IndexForm) -> String {
        let index = form.index
        let parts = index.columns.map { column -> String in
            let name =
                switch column.key {
                case .column(let name): name
                case .expression(let sql): "(\(text(sql)))"
                }
            let nulls = column.nullsFirst.map { $0 ? " nulls first" : " nulls last" } ?? ""
            let collation = column.collation.map { " collate \(text($0))" } ?? ""
            let operatorClass = column.operatorClass.map { " \($0)" } ?? ""
            return name + collation + operatorClass + (column.isDescending ? " desc" : "") + nulls
        }
        let head = (index.isUnique ? "unique " : "") + (index.method.map { "\($0) " } ?? "")
        let include = index.include.isEmpty ? "" : " include (\(index.include.joined(separator: ", ")))"
        return
            "\(head)(\(parts.joined(separator: ", ")))\(include)\(index.predicate.map { " where \(text($0))" } ?? "")"
    }
}
