package import MigratorDatabase

/// A list of keys as one parameter, so that a statement is the same for one key and for many.
///
/// PostgreSQL takes an array, SQLite a JSON list: its own limit of parameters does not matter then.
package enum SQLKeys {
    /// The condition that a column's value is among the keys; the type is the column's on PostgreSQL, the number the
    /// parameter's number.
    package static func among(_ column: String, _ type: String, _ number: Int, on kind: DatabaseKind) -> String {
        switch kind {
        case .postgres: "\(column) = ANY($\(number)::\(type)[])"
        case .sqlite: "\(column) IN (SELECT value FROM json_each($\(number)))"
        }
    }

    /// The condition that two columns of text are among pairs, whose halves are two parameters on PostgreSQL.
    package static func among(_ first: String, _ second: String, on kind: DatabaseKind) -> String {
        switch kind {
        case .postgres: "(\(first), \(second)) IN (SELECT * FROM unnest($1::text[], $2::text[]))"
        case .sqlite:
            "(\(first), \(second)) IN (SELECT json_extract(value, '$[0]'), json_extract(value, '$[1]') "
                + "FROM json_each($1))"
        }
    }

    /// The keys as a parameter.
    package static func list(_ keys: [String], on kind: DatabaseKind) throws -> DatabaseCell {
        switch kind {
        case .postgres: .text("{\(keys.map(quoted).joined(separator: ","))}")
        case .sqlite: .text(try JSONText(encoding: keys).text)
        }
    }

    /// Pairs as parameters.
    package static func list(_ pairs: [(String, String)], on kind: DatabaseKind) throws -> [DatabaseCell] {
        switch kind {
        case .postgres: [try list(pairs.map(\.0), on: kind), try list(pairs.map(\.1), on: kind)]
        case .sqlite: [.text(try JSONText(encoding: pairs.map { [$0.0, $0.1] }).text)]
        }
    }

    /// An element of an array's text, in which `"` and `\` are special.
    private static func quoted(_ text: String) -> String {
        var quoted = "\""
        for scalar in text.unicodeScalars {
            if scalar == "\"" || scalar == "\\" { quoted.unicodeScalars.append("\\") }
            quoted.unicodeScalars.append(scalar)
        }
        return quoted + "\""
    }
}
