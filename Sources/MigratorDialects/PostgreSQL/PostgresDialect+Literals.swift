import MigrationDSL
package import MigratorCore
package import MigratorDatabase

extension PostgresDialect {
    package func truth(_ value: Bool) -> String { value ? "true" : "false" }

    package func bytes(_ hexadecimal: String) -> String { "'\\x\(hexadecimal)'::bytea" }

    package func timestamp(_ timestamp: Timestamp, hasZone: Bool) throws(MigratorError) -> String {
        try string(timestamp.description + (hasZone ? "+00" : ""))
    }
}
