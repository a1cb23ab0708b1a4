import MigrationDSL
import MigratorCore
import MigratorDatabase

/// Storage parameters, and what else a table or an index is told by name.
extension PostgresDialect {
    func settings(_ values: [String: String]) throws(MigratorError) -> SQLFragment {
        var texts: [SQLFragment] = []
        for (name, value) in values.sorted(by: { $0.key < $1.key }) {
            texts.append("\(SQLFragment(given: name)) = \(try setting(value))")
        }
        return texts.joined(separator: ", ")
    }

    /// Words and numbers as they are, all else in quotes.
    private func setting(_ value: String) throws(MigratorError) -> String {
        let isWord = value.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "_"): true
            default: false
            }
        }
        return isWord && !value.isEmpty || Double(value)?.isFinite == true ? value : try string(value)
    }

    /// The actions that set what is said and take back what goes.
    func actions(_ changes: [String: ColumnChange.Change<String>]) throws(MigratorError) -> [SQLFragment] {
        var values: [String: String] = [:]
        var gone: [SQLFragment] = []
        for (name, change) in changes.sorted(by: { $0.key < $1.key }) {
            switch change {
            case .set(let value): values[name] = value
            case .remove: gone.append(SQLFragment(given: name))
            }
        }
        let set: [SQLFragment] = values.isEmpty ? [] : ["SET (\(try settings(values)))"]
        return set + (gone.isEmpty ? [] : ["RESET (\(gone.joined(separator: ", ")))"])
    }

    /// The actions of ALTER TABLE that make the options what they are to be.
    func actions(_ options: SetTableOptions) throws(MigratorError) -> [SQLFragment] {
        let change = options.change
        var actions: [SQLFragment] = []
        if let isLogged = change.isLogged { actions.append(isLogged ? "SET LOGGED" : "SET UNLOGGED") }
        actions += try self.actions(change.storage)
        if let rowSecurity = change.rowSecurity {
            actions += self.actions(rowSecurity, was: options.previous?.rowSecurity)
        }
        if let identity = change.replicaIdentity { actions.append(action(identity)) }
        return actions
    }

    /// Without what it was, both are said.
    func actions(_ rowSecurity: RowSecurity, was previous: RowSecurity?) -> [SQLFragment] {
        let changed = previous.map { rowSecurity.symmetricDifference($0) } ?? [.enabled, .forced]
        var actions: [SQLFragment] = []
        if changed.contains(.enabled) {
            actions.append("\(rowSecurity.contains(.enabled) ? "ENABLE" : "DISABLE") ROW LEVEL SECURITY")
        }
        if changed.contains(.forced) {
            actions.append("\(rowSecurity.contains(.forced) ? "" : "NO ")FORCE ROW LEVEL SECURITY")
        }
        return actions
    }

    func action(_ identity: ReplicaIdentity) -> SQLFragment {
        switch identity {
        case .default: "REPLICA IDENTITY DEFAULT"
        case .nothing: "REPLICA IDENTITY NOTHING"
        case .full: "REPLICA IDENTITY FULL"
        case .index(let name): "REPLICA IDENTITY USING INDEX \(quote(name))"
        }
    }

    func alterIndex(_ alter: AlterIndex) throws(MigratorError) -> [SQLFragment] {
        let index = name(alter.name, beside: alter.table)
        return try actions(alter.storage).map { "ALTER INDEX \(index) \($0)" }
    }
}
