import MigrationDSL
import MigratorDatabase

extension PostgresDialect {
    func truth(_ value: Bool) -> String { value ? "true" : "false" }

    func bytes(_ hexadecimal: String) -> String { "'\\x\(hexadecimal)'::bytea" }

    func timestamp(_ timestamp: Timestamp, hasZone: Bool) throws(MigratorError) -> String {
        try string(timestamp.description + (hasZone ? "+00" : ""))
    }

    func like(_ column: String, _ pattern: String) throws(MigratorError) -> String {
        "\(quote(column)) LIKE \(try string(pattern))"
    }
}
