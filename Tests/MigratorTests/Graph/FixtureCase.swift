import Foundation
import MigrationDSL
import Migrator
import MigratorCore
import MigratorGraph

/// One line of graph-cases.jsonl: a graph, version rows, a command, and what Alembic answers.
struct FixtureCase: Decodable {
    let id: String
    let graph: [Node]
    let current: [String]
    let command: String
    let target: OneOrMany
    let expected: Expected

    struct Node: Decodable {
        let revision: String
        let down_revision: OneOrMany?
        let depends_on: OneOrMany?
        let branch_labels: OneOrMany?
    }

    struct Expected: Decodable {
        let expect: String
        let error: String?
        let heads_after: [String]?
        let steps: [[String]]?
        let rows: [[String]]?
        let revisions: [Entry]?
        let real_heads: [String]?
        let bases: [String]?
        let order_free: [String]?
    }

    /// A revision, or for `branches` one with its children.
    enum Entry: Decodable {
        case revision(String)
        case branch(String, [String])

        init(from decoder: any Decoder) throws {
            if let text = try? decoder.singleValueContainer().decode(String.self) {
                self = .revision(text)
            } else {
                var list = try decoder.unkeyedContainer()
                self = .branch(try list.decode(String.self), try list.decode([String].self))
            }
        }
    }

    struct OneOrMany: Decodable {
        let values: [String]

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if let text = try? container.decode(String.self) {
                values = [text]
            } else {
                values = try container.decode([String].self)
            }
        }
    }

    static func all(besides file: String = #filePath) throws -> [FixtureCase] {
        let fixtures = URL(filePath: file).appending(path: "../../Fixtures/graph-cases.jsonl").standardized
        let lines = try Data(contentsOf: fixtures).split(separator: UInt8(ascii: "\n"))
        let decoder = JSONDecoder()
        return try lines.map { try decoder.decode(FixtureCase.self, from: $0) }
    }

    var rows: [RevisionID] { current.map { RevisionID($0) } }
    var targetText: String { target.values.first ?? "" }

    func makeGraph() throws(MigratorError) -> RevisionGraph {
        try RevisionGraph(
            graph.map { node in
                RevisionNode(
                    id: RevisionID(node.revision),
                    parents: (node.down_revision?.values ?? []).map { RevisionID($0) },
                    dependsOn: node.depends_on?.values ?? [],
                    branchLabels: node.branch_labels?.values ?? []
                )
            }
        )
    }
}
