import MigrationDSL
import MigratorCatalogue
import MigratorDialects
import MigratorSystem

extension ComparisonPass {
    mutating func compare(_ old: Table, _ new: Table) {
        let reference = ObjectReference.table(new.name)
        if let why = lastingDifference(old, new) {
            gone.insert(self.new.relation(new.name))
            replace(.table(old), by: .table(new), why)
            return
        }
        compareOptions(old, new, reference)
        compareComments(old.comment, new.comment, of: reference)
        let formers = Dictionary(old.columns.map { (self.old.column($0.name, of: old.name), $0) }) { first, _ in first }
        let names = Set(new.columns.map { self.new.column($0.name, of: new.name) })
        var lost: Set<ExactText> = []
        for column in new.columns {
            if let former = formers[self.new.column(column.name, of: new.name)] {
                compare(former, of: old, column, of: new)
            } else {
                let summary = "column \(new.name).\(column.name): added (\(typeText(column, of: new)))"
                report(.addColumn, reference, part: column.name, new: .column(column), summary)
            }
        }
        for column in old.columns {
            let name = self.old.column(column.name, of: old.name)
            // A partition has the columns of the table that it is a part of, whichever of them it says.
            guard !names.contains(name), new.partition == nil || !new.columns.isEmpty else { continue }
            lost.insert(name)
            let summary = "column \(new.name).\(column.name): dropped"
            report(.dropColumn, reference, part: column.name, old: .column(column), summary, destroys: true)
        }
        compareConstraints(old, new, without: lost)
    }

    mutating func compare(_ old: VirtualTable, _ new: VirtualTable) {
        func spelled(_ table: VirtualTable) -> [ExactText] {
            [ExactText(dialect.comparedName(table.module))]
                + table.arguments.map { ExactText(StatementSpelling.tokens($0, homeNames: [], dialect)) }
        }
        guard spelled(old) != spelled(new) else { return }
        let texts = [old, new].map { "\($0.module)(\($0.arguments.joined(separator: ", ")))" }
        replace(.virtualTable(old), by: .virtualTable(new), "\(texts[0]) -> \(texts[1])")
    }

    /// What no statement changes in a table that is there.
    private mutating func lastingDifference(_ old: Table, _ new: Table) -> String? {
        let parents = (old.parents.map { self.old.relation($0) }, new.parents.map { self.new.relation($0) })
        if parents.0 != parents.1 { return "it inherits from other tables" }
        switch (old.partition, new.partition) {
        case (nil, nil): break
        case (let former?, let partition?):
            if self.old.relation(former.parent) != self.new.relation(partition.parent) {
                return "it is of another table"
            }
        case (nil, _?): return "it becomes a partition"
        case (_?, nil): return "it is no partition any more"
        }
        let scope = QuestionScope(new)
        for (former, wanted, what) in [
            (old.partitionKey, new.partitionKey, "partition key"),
            (old.partition?.bounds, new.partition?.bounds, "bounds"),
        ] {
            let first = former.map { oldTexts.statement($0) { scope.question(.partition, $0) } }
            let second = wanted.map { newTexts.statement($0) { scope.question(.partition, $0) } }
            switch likeness(first, second) {
            case .equal: break
            case .unknown: doubt(scope.object, "\(what) of \(new.name)", first, second)
            case .different: return "\(what) \(Self.word(former)) -> \(Self.word(wanted))"
            }
        }
        return nil
    }

    private mutating func compareOptions(_ old: Table, _ new: Table, _ reference: ObjectReference) {
        var words: [String] = []
        if rules.keepsStorage, old.isUnlogged != new.isUnlogged { words.append(new.isUnlogged ? "unlogged" : "logged") }
        words += storageWords(old.storage, new.storage)
        for (security, yes, no) in [
            (RowSecurity.enabled, "row security on", "row security off"),
            (.forced, "row security for its owner too", "row security not for its owner"),
        ] where old.rowSecurity.contains(security) != new.rowSecurity.contains(security) {
            words.append(new.rowSecurity.contains(security) ? yes : no)
        }
        let identities = (old.replicaIdentity ?? .default, new.replicaIdentity ?? .default)
        if rules.keepsStorage, identities.0 != identities.1 { words.append("replica identity \(identities.1)") }
        for (option, yes, no) in [
            (SQLiteTableOptions.strict, "strict", "not strict"), (.withoutRowID, "without rowid", "with rowid"),
        ] where rules.keysNumberRows && old.sqliteOptions.contains(option) != new.sqliteOptions.contains(option) {
            words.append(new.sqliteOptions.contains(option) ? yes : no)
        }
        guard !words.isEmpty else { return }
        let summary = "\(reference): \(words.joined(separator: "; "))"
        report(.setTableOptions, reference, old: .object(.table(old)), new: .object(.table(new)), summary)
    }

    /// What differs between storage parameters; of a declared schema, only those that it says.
    func storageWords(_ old: [String: String], _ new: [String: String]) -> [String] {
        guard rules.keepsStorage else { return [] }
        let names = Set(new.keys).union(self.new.isDeclared ? [] : Set(old.keys))
        return names.sorted().compactMap { name in
            let values = [old[name], new[name]].map { $0.map(Self.setting) }
            return values[0] == values[1] ? nil : "\(name) \(Self.word(old[name])) -> \(Self.word(new[name]))"
        }
    }

    /// A parameter's value, of which truth has several spellings.
    private static func setting(_ text: String) -> String {
        switch text.lowercased() {
        case "on", "true", "yes": "true"
        case "off", "false", "no": "false"
        case let other: other
        }
    }

    func typeText(_ column: Column, of table: Table) -> String {
        let type = new.type(column.type, in: table.sqliteOptions).text
        return type.isEmpty ? "no type" : type
    }
}
