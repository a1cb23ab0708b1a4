import CachedQueries
import Foundation
import MigratorDatabase

/// Queries of an application over the toy: keys are a JSON list, pairs are a list of lists.
struct ToyQueries: QueryDialect {
    func placeholder(_ number: Int) -> String { ":\(number)" }

    func among(_ column: String, _ type: String, _ number: Int) -> String {
        "\(column) IN (SELECT value FROM json_each(:\(number)))"
    }

    func among(_ first: String, _ second: String) -> String {
        let pair = "json_extract(value, '$[0]'), json_extract(value, '$[1]')"
        return "(\(first), \(second)) IN (SELECT \(pair) FROM json_each(:1))"
    }

    func list(_ keys: [String]) throws -> DatabaseCell { try json(keys) }

    func list(_ pairs: [(String, String)]) throws -> [DatabaseCell] { [try json(pairs.map { [$0.0, $0.1] })] }

    private func json(_ value: some Encodable) throws -> DatabaseCell {
        .text(String(decoding: try JSONEncoder().encode(value), as: UTF8.self))
    }
}
