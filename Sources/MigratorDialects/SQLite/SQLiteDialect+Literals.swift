import MigrationDSL
package import MigratorCore
package import MigratorDatabase

extension SQLiteDialect {
    package func truth(_ value: Bool) -> String { value ? "1" : "0" }

    /// SQLite's LIKE takes upper and lower case for the same, PostgreSQL's and GLOB do not.
    package func like(_ column: String, _ pattern: String) throws(MigratorError) -> SQLFragment {
        "\(quote(column)) GLOB \(try string(Self.glob(pattern)))"
    }

    /// A pattern of LIKE, its `\` escapes included, as one of GLOB.
    private static func glob(_ pattern: String) -> String {
        var glob = ""
        var isEscaped = false
        for character in pattern {
            switch character {
            case "\\" where !isEscaped:
                isEscaped = true
                continue
            case "%" where !isEscaped: glob += "*"
            case "_" where !isEscaped: glob += "?"
            case "*", "?", "[": glob += "[\(character)]"
            default: glob.append(character)
            }
            isEscaped = false
        }
        return glob
    }
}
