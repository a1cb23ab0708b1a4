import Foundation

/// One line of diff-cases.jsonl: two schemas in SQL, and what a comparison says of them.
struct DiffCase: Decodable {
    let id: String
    let dialect: String
    let expect: String

    static func all(file: String = #filePath) throws -> [String: DiffCase] {
        let fixtures = URL(filePath: file).appending(path: "../../Fixtures/diff-cases.jsonl").standardized
        let lines = try String(contentsOf: fixtures, encoding: .utf8).split(separator: "\n")
        let cases = try lines.map { try JSONDecoder().decode(DiffCase.self, from: Data($0.utf8)) }
        return Dictionary(uniqueKeysWithValues: cases.map { ($0.id, $0) })
    }
}
