import MigrationDSL
import MigratorCore
import MigratorDatabase
import MigratorDialects

extension Dialect {
    /// The statements of operations that are recorded in a closure.
    func statements(_ record: (Operations) -> Void) throws(MigratorError) -> [String] {
        let op = Operations()
        record(op)
        var statements: [String] = []
        for operation in op.recorded {
            for item in try render(operation) {
                guard case .statement(let sql) = item else {
                    throw MigratorError(.unsupportedOffline, "\(operation.summary) is no statement of SQL")
                }
                statements.append(sql.text)
            }
        }
        return statements
    }

    /// Whether a constraint can be added to a table that is there by a statement of its own.
    func adds(_ constraint: Constraint, to table: ObjectName) -> Bool {
        (try? statements { $0.addConstraint(constraint, to: table) }) != nil
    }
}
