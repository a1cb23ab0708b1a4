import MigrationDSL
import MigratorCore
import MigratorDatabase

extension PostgresDialect {
    func createPolicy(_ policy: Policy) throws(MigratorError) -> [SQLFragment] {
        var text: SQLFragment = "CREATE POLICY \(quote(policy.name)) ON \(quote(policy.table))"
        if !policy.isPermissive { text += " AS RESTRICTIVE" }
        if policy.command != .all { text += " FOR \(policy.command.rawValue)" }
        if policy.roles != ["public"] { text += " TO \(roles(policy))" }
        text += try conditions(policy)
        return [text] + (try comments(on: .policy(policy.name, on: policy.table), policy.comment))
    }

    func alterPolicy(_ alter: AlterPolicy) throws(MigratorError) -> SQLFragment {
        let policy = alter.policy
        if let former = alter.previous {
            let loses = former.using != nil && policy.using == nil || former.check != nil && policy.check == nil
            guard !loses, former.command == policy.command, former.isPermissive == policy.isPermissive else {
                throw unsupported(
                    "\(alter.summary) so",
                    "a policy keeps its command, its kind and the conditions that it has; drop it and make it again"
                )
            }
        }
        return "ALTER POLICY \(quote(policy.name)) ON \(quote(policy.table)) TO \(roles(policy))"
            + (try conditions(policy))
    }

    private func conditions(_ policy: Policy) throws(MigratorError) -> SQLFragment {
        var text: SQLFragment = ""
        if let using = policy.using { text += " USING (\(try expression(using, of: "policy \(policy.name)")))" }
        if let check = policy.check { text += " WITH CHECK (\(try expression(check, of: "policy \(policy.name)")))" }
        return text
    }

    /// Some roles are words, which are no names in quotes.
    private func roles(_ policy: Policy) -> SQLFragment {
        policy.roles.map { role -> SQLFragment in
            ["public", "current_role", "current_user", "session_user"].contains(role.lowercased())
                ? SQLFragment(words: role.uppercased()) : quote(role)
        }.joined(separator: ", ")
    }
}
