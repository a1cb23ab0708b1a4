import MigratorDatabase

/// Queries of SQLite: keys are a JSON list, pairs are a list of lists.
struct SQLiteQueries: QueryDialect {
    func among(_ column: String, _ type: String, _ number: Int) -> String {
        "\(column) IN (SELECT value FROM json_each($\(number)))"
    }

    func among(_ first: String, _ second: String) -> String {
        "(\(first), \(second)) IN (SELECT json_extract(value, '$[0]'), json_extract(value, '$[1]') "
            + "FROM json_each($1))"
    }

    func list(_ keys: [String]) throws -> DatabaseCell {
        .text(try JSONText(encoding: keys).text)
    }

    func list(_ pairs: [(String, String)]) throws -> [DatabaseCell] {
        [.text(try JSONText(encoding: pairs.map { [$0.0, $0.1] }).text)]
    }
}
