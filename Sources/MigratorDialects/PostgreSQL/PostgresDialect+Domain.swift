import MigrationDSL
import MigratorCore
import MigratorDatabase

extension PostgresDialect {
    func createDomain(_ domain: Domain) throws(MigratorError) -> [SQLFragment] {
        var text: SQLFragment = "CREATE DOMAIN \(quote(domain.name)) AS \(type(domain.type))"
        if let collation = domain.collation, let name = given(collation) { text += " COLLATE \(name)" }
        if let value = domain.defaultValue { text += " DEFAULT \(try defaultText(value, of: domain.name.name))" }
        if !domain.isNullable { text += " NOT NULL" }
        var comments = try self.comments(on: .domain(domain.name), domain.comment)
        for check in domain.checks {
            text += " " + (try constraint(.check(check)))
            comments += try comment(on: check, of: domain.name)
        }
        return [text] + comments
    }

    /// What goes goes first; what comes comes last, when the default is what it is to be.
    func alterDomain(_ alter: AlterDomain) throws(MigratorError) -> [SQLFragment] {
        var actions: [SQLFragment] = []
        var comments: [SQLFragment] = []
        for check in alter.dropped {
            guard let name = check.name else {
                throw MigratorError(.invalidRevision, "\(alter.summary): say the name of the check to drop")
            }
            actions.append("DROP CONSTRAINT \(quote(name))")
        }
        switch alter.defaultValue {
        case .set(let value): actions.append("SET DEFAULT \(try defaultText(value, of: alter.name.name))")
        case .remove: actions.append("DROP DEFAULT")
        case nil: break
        }
        if let isNullable = alter.isNullable { actions.append(isNullable ? "DROP NOT NULL" : "SET NOT NULL") }
        for check in alter.added {
            actions.append("ADD " + (try constraint(.check(check))))
            comments += try comment(on: check, of: alter.name)
        }
        return actions.map { "ALTER DOMAIN \(quote(alter.name)) \($0)" } + comments
    }

    private func comment(on check: Check, of domain: ObjectName) throws(MigratorError) -> [SQLFragment] {
        guard let comment = check.comment, let name = check.name else { return [] }
        return [try self.comment(on: .constraint(name, onDomain: domain), comment)]
    }
}
