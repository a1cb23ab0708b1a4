import MigrationDSL
import MigratorCore
import MigratorDatabase

extension PostgresDialect {
    func createSequence(_ sequence: NumberSequence) throws(MigratorError) -> [SQLFragment] {
        var text: SQLFragment = "CREATE SEQUENCE \(quote(sequence.name))"
        if let type = sequence.type { text += " AS \(self.type(type))" }
        for option in counting(sequence.options) { text += " " + option }
        if let owner = sequence.owner { text += " OWNED BY \(quote(owner.table)).\(quote(owner.column))" }
        return [text] + (try comments(on: .sequence(sequence.name), sequence.comment))
    }

    /// How numbers are counted, in the words of CREATE SEQUENCE.
    func counting(_ options: SequenceOptions) -> [SQLFragment] {
        var texts: [SQLFragment] = []
        if let increment = options.increment { texts.append("INCREMENT BY \(increment)") }
        if let minimum = options.minimum { texts.append("MINVALUE \(minimum)") }
        if let maximum = options.maximum { texts.append("MAXVALUE \(maximum)") }
        if let start = options.start { texts.append("START WITH \(start)") }
        if let cache = options.cache { texts.append("CACHE \(cache)") }
        if options.cycles { texts.append("CYCLE") }
        return texts
    }

    func alterSequence(_ alter: AlterSequence) throws(MigratorError) -> SQLFragment {
        let change = alter.change
        var text: SQLFragment = "ALTER SEQUENCE \(quote(alter.name))"
        let bare = text
        if let type = change.type { text += " AS \(self.type(type))" }
        if let increment = change.increment { text += " INCREMENT BY \(increment)" }
        text += bound("MINVALUE", change.minimum) + bound("MAXVALUE", change.maximum)
        if let start = change.start { text += " START WITH \(start)" }
        if let cache = change.cache { text += " CACHE \(cache)" }
        if let cycles = change.cycles { text += cycles ? " CYCLE" : " NO CYCLE" }
        switch change.owner {
        case .set(let owner): text += " OWNED BY \(quote(owner.table)).\(quote(owner.column))"
        case .remove: text += " OWNED BY NONE"
        case nil: break
        }
        guard text != bare else { throw MigratorError(.invalidRevision, "\(alter.summary) changes nothing") }
        return text
    }

    private func bound(_ word: String, _ change: ColumnChange.Change<Int>?) -> SQLFragment {
        switch change {
        case .set(let number): " \(word) \(number)"
        case .remove: " NO \(word)"
        case nil: ""
        }
    }
}
