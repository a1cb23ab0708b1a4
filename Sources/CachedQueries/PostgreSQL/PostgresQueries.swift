import MigratorDatabase

/// Queries of PostgreSQL: keys are an array, pairs are two.
struct PostgresQueries: QueryDialect {
    func among(_ column: String, _ type: String, _ number: Int) -> String {
        "\(column) = ANY($\(number)::\(type)[])"
    }

    func among(_ first: String, _ second: String) -> String {
        "(\(first), \(second)) IN (SELECT * FROM unnest($1::text[], $2::text[]))"
    }

    func list(_ keys: [String]) -> DatabaseCell {
        .text("{\(keys.map(quoted).joined(separator: ","))}")
    }

    func list(_ pairs: [(String, String)]) -> [DatabaseCell] {
        [list(pairs.map(\.0)), list(pairs.map(\.1))]
    }

    var rowLock: String { " FOR UPDATE" }

    var standbyQuery: String? { "SELECT pg_catalog.pg_is_in_recovery() AS standby" }

    /// An element of an array's text, in which `"` and `\` are special.
    private func quoted(_ text: String) -> String {
        var quoted = "\""
        for scalar in text.unicodeScalars {
            if scalar == "\"" || scalar == "\\" { quoted.unicodeScalars.append("\\") }
            quoted.unicodeScalars.append(scalar)
        }
        return quoted + "\""
    }
}
