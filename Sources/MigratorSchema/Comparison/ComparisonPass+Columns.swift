import MigrationDSL
import MigratorCatalogue
import MigratorDialects
import MigratorSystem

extension ComparisonPass {
    mutating func compare(_ old: Column, of oldTable: Table, _ new: Column, of newTable: Table) {
        let reference = ObjectReference.table(newTable.name)
        let name = ColumnName(newTable.name, new.name)
        if !dialect.comparedName(old.name).isExactly(dialect.comparedName(new.name)) {
            let summary = "column \(newTable.name).\(old.name) -> \(new.name)"
            report(.renameColumn, reference, part: old.name, old: .name(old.name), new: .name(new.name), summary)
        }
        let oldType = self.old.type(keptType(of: old), in: oldTable.sqliteOptions)
        let newType = self.new.type(keptType(of: new), in: newTable.sqliteOptions)
        var (words, aspects): ([String], ColumnAspects) = ([], [])
        func add(_ aspect: ColumnAspects, _ found: [String]) {
            words += found
            if !found.isEmpty { aspects.insert(aspect) }
        }
        add(.type, newTable.partition == nil ? typeWords(oldType, newType) : [])
        let isLoss = !words.isEmpty && TypeChange(oldType, newType).losesDigits
        add(.collation, collationWords(old.collation, new.collation))
        add(.nullability, nullWords(old, oldTable, new, newTable))
        add(.nullConflict, conflictWords(old, new, newTable))
        add(.numbering, numberingWords(old, oldTable, new, newTable))
        add(.generation, generationWords(old, oldTable, new, newTable, reference, name))
        add(.defaultValue, plainDefaultWords(old, oldTable, new, newTable, reference, name))
        add(.storage, tuningWords(old, new))
        if !words.isEmpty {
            let summary = "column \(name): \(words.joined(separator: "; "))"
            report(
                .alterColumn,
                reference,
                part: new.name,
                old: .column(old),
                new: .column(new),
                summary,
                destroys: isLoss,
                aspects: aspects
            )
        }
        if let words = commentWords(old.comment, new.comment) {
            report(
                .commentOnColumn,
                reference,
                part: new.name,
                old: .comment(old.comment),
                new: .comment(new.comment),
                "column \(name): \(words)"
            )
        }
    }

    private func nullWords(_ old: Column, _ oldTable: Table, _ new: Column, _ newTable: Table) -> [String] {
        // A key that is the row's number is never null, whatever is said.
        guard let isNullable = nullability(of: new, newTable, self.new) else { return [] }
        guard nullability(of: old, oldTable, self.old) ?? false != isNullable else { return [] }
        return [isNullable ? "not null -> null" : "null -> not null"]
    }

    /// The type that the database keeps: a column in which it numbers the rows may have but one.
    private func keptType(of column: Column) -> ColumnType {
        rules.keysNumberRows && column.identity != nil ? .integer : column.type
    }

    /// What becomes of a null, which never is in a key that is the row's number.
    private func conflictWords(_ old: Column, _ new: Column, _ newTable: Table) -> [String] {
        guard rules.keysNumberRows, nullability(of: new, newTable, self.new) != nil else { return [] }
        let conflicts = [old, new].map { $0.notNullConflict == .abort ? nil : $0.notNullConflict }
        guard conflicts[0] != conflicts[1] else { return [] }
        return ["on null \(Self.word(conflicts[0]?.rawValue)) -> \(Self.word(conflicts[1]?.rawValue))"]
    }

    /// Whether the column may be null; `nil` where the database has no say in it.
    private func nullability(of column: Column, _ table: Table, _ side: ComparedSide) -> Bool? {
        if column.identity != nil || side.isNumbered(column, of: table) { return rules.keysNumberRows ? nil : false }
        guard let key = side.primaryKey(of: table), key.columns.hasExactly(column.name) else {
            return column.isNullable
        }
        guard rules.keysMayAllowNull else { return false }
        let isRowID =
            rules.keysNumberRows && key.columns.count == 1 && key.descending.isEmpty
            && !table.sqliteOptions.contains(.withoutRowID)
            && side.type(column.type, in: table.sqliteOptions).text == "INTEGER"
        if isRowID { return nil }
        return key.allowsNull && table.sqliteOptions.isEmpty ? column.isNullable : false
    }

    private func numberingWords(_ old: Column, _ oldTable: Table, _ new: Column, _ newTable: Table) -> [String] {
        let former = numbering(of: old, isNumbered: self.old.isNumbered(old, of: oldTable))
        let wanted = numbering(of: new, isNumbered: self.new.isNumbered(new, of: newTable))
        if former != wanted { return ["\(former) -> \(wanted)"] }
        guard new.identity != nil, rules.keepsIdentityOptions else { return [] }
        return SequenceShape(old.identityOptions, of: old.type, dialect)
            .words(to: SequenceShape(new.identityOptions, of: new.type, dialect))
            // That is the column's.
            .filter { !$0.hasPrefix("type ") && !($0.hasPrefix("maximum ") && isUsual(old, new)) }
    }

    /// Whether both count as far as their types go.
    private func isUsual(_ old: Column, _ new: Column) -> Bool {
        func isUsual(_ column: Column) -> Bool {
            let usual = SequenceShape(nil, of: column.type, dialect).maximum
            return SequenceShape(column.identityOptions, of: column.type, dialect).maximum == usual
        }
        return isUsual(old) && isUsual(new)
    }

    private func numbering(of column: Column, isNumbered: Bool) -> String {
        switch column.identity {
        case .always? where rules.keepsIdentityOptions: "identity, always"
        case _?: "identity"
        // Where a key numbers the rows anyway, serial says no more.
        case nil: isNumbered && !rules.keysNumberRows ? "serial" : "not numbered"
        }
    }

    private mutating func generationWords(
        _ old: Column,
        _ oldTable: Table,
        _ new: Column,
        _ newTable: Table,
        _ reference: ObjectReference,
        _ name: ColumnName
    ) -> [String] {
        guard old.generation != nil || new.generation != nil else { return [] }
        let scope = QuestionScope(newTable)
        func question(_ text: String) -> SchemaQuestion { scope.question(.expression, text) }
        let former = old.generation.map {
            oldTexts.expression(text($0.expression), question, self.old.context(of: oldTable))
        }
        let wanted = new.generation.map {
            newTexts.expression(text($0.expression), question, self.new.context(of: newTable))
        }
        var words: [String] = []
        switch likeness(former, wanted) {
        case .equal: break
        case .unknown: doubt(reference, "expression of column \(name)", former, wanted)
        case .different:
            let texts = [old, new].map { $0.generation.map { text($0.expression) } }
            words.append("generated \(Self.word(texts[0])) -> \(Self.word(texts[1]))")
        }
        if let first = old.generation, let second = new.generation, first.isStored != second.isStored {
            words.append(second.isStored ? "virtual -> stored" : "stored -> virtual")
        }
        return words
    }

    /// Of a column that is numbered by itself, the default is how.
    private mutating func plainDefaultWords(
        _ old: Column,
        _ oldTable: Table,
        _ new: Column,
        _ newTable: Table,
        _ reference: ObjectReference,
        _ name: ColumnName
    ) -> [String] {
        defaultWords(
            self.old.isNumbered(old, of: oldTable) ? nil : old.defaultValue,
            old.type,
            self.new.isNumbered(new, of: newTable) ? nil : new.defaultValue,
            new.type,
            of: reference,
            "column \(name)",
            in: newTable.sqliteOptions
        )
    }

    /// How values are stored, where the new schema was written down in Swift and says so.
    ///
    /// Between two databases it is a matter of tuning.
    private func tuningWords(_ old: Column, _ new: Column) -> [String] {
        guard rules.keepsStorage, self.new.isDeclared else { return [] }
        return [("storage", old.storage, new.storage), ("compression", old.compression, new.compression)]
            .compactMap { name, former, wanted in
                guard let wanted, former?.lowercased() != wanted.lowercased() else { return nil }
                return "\(name) \(Self.word(former)) -> \(wanted)"
            }
    }
}
