import Foundation

/// A case of graph-cases.jsonl.
struct GraphCase: Sendable {
    enum Expectation: Sendable {
        case ok(heads: [String], steps: [String]?, revisions: [String]?, isOrderFree: Bool)
        case error(String)
        case anything
    }

    let id: String
    let graphText: String
    /// The revisions as files, named so that file order is load order.
    let files: [(name: String, text: String)]
    /// The parents and dependencies of each revision, labels read as the revisions that declare them.
    let downs: [String: [String]]
    let current: [String]
    let command: String
    let target: String
    let expectation: Expectation

    static func all() throws -> [GraphCase] {
        let path = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("../MigratorTests/Fixtures/graph-cases.jsonl")
        return try String(contentsOf: path, encoding: .utf8).split(separator: "\n").map { line in
            let object = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any] ?? [:]
            return GraphCase(object)
        }
    }

    init(_ object: [String: Any]) {
        id = object["id"] as? String ?? ""
        let graph = object["graph"] as? [[String: Any]] ?? []
        graphText =
            (try? JSONSerialization.data(withJSONObject: graph, options: .sortedKeys))
            .map { String(decoding: $0, as: UTF8.self) } ?? ""
        files = graph.enumerated().map { index, node in
            var text = "-- revision: \(node["revision"] as? String ?? "")\n"
            for (key, name) in [
                ("down_revision", "parents"), ("depends_on", "depends-on"), ("branch_labels", "branch-labels"),
            ] {
                let values = Self.list(node[key])
                if !values.isEmpty { text += "-- \(name): \(values.joined(separator: ", "))\n" }
            }
            text += "\n-- upgrade\n-- downgrade\n"
            let number = String(index)
            return (String(repeating: "0", count: 5 - number.count) + number + ".sql", text)
        }
        var names: [String: String] = [:]
        for node in graph {
            let id = node["revision"] as? String ?? ""
            for name in [id] + Self.list(node["branch_labels"]) { names[name] = id }
        }
        downs = Dictionary(
            graph.map { node in
                let below = Self.list(node["down_revision"]) + Self.list(node["depends_on"])
                return (node["revision"] as? String ?? "", below.compactMap { names[$0] })
            }
        ) { first, _ in first }
        current = object["current"] as? [String] ?? []
        command = object["command"] as? String ?? ""
        target = Self.list(object["target"]).joined(separator: " ")
        expectation = Self.expectation(object["expected"] as? [String: Any] ?? [:])
    }

    private static func list(_ value: Any?) -> [String] {
        (value as? [String]) ?? (value as? String).map { [$0] } ?? []
    }

    private static func expectation(_ expected: [String: Any]) -> Expectation {
        switch expected["expect"] as? String {
        case "ok":
            let steps = (expected["steps"] as? [Any])?.compactMap { step in
                (step as? String) ?? (step as? [Any])?.last as? String ?? (step as? [String: Any])?["revision"]
                    as? String
            }
            return .ok(
                heads: expected["heads_after"] as? [String] ?? [],
                steps: steps,
                revisions: (expected["revisions"] as? [Any])?.compactMap { item in
                    // A branch point comes with its children.
                    (item as? String) ?? (item as? [Any])?.first as? String
                },
                isOrderFree: !list(expected["order_free"]).isEmpty
            )
        case "error": return .error(expected["error"] as? String ?? "")
        default: return .anything
        }
    }

    /// Those of rows that no other of them implies: Alembic stamps the others, too.
    func maximal(_ rows: [String]) -> Set<String> {
        var implied: Set<String> = []
        var pending = rows.flatMap { downs[$0] ?? [] }
        while let next = pending.popLast() {
            if implied.insert(next).inserted { pending += downs[next] ?? [] }
        }
        return Set(rows).subtracting(implied)
    }

    /// Whether it counts back from the version rows, of which there are several.
    var isAmbiguousRelative: Bool {
        current.count > 1 && target.hasPrefix("-")
    }

    var arguments: [String] {
        switch command {
        case "history": ["history"] + (target.isEmpty ? [] : ["-r", target])
        case "heads", "branches", "current": [command]
        case "stamp": ["stamp"] + target.split(separator: " ").map(String.init)
        default: [command, target]
        }
    }

    /// The revisions that the command's answer lists.
    func listed(in json: [String: Any]) -> [String] {
        switch command {
        case "heads": json["heads"] as? [String] ?? []
        case "current": (json["heads"] as? [String] ?? []) + (json["implied"] as? [String] ?? [])
        case "branches":
            (json["branches"] as? [[String: Any]] ?? []).compactMap { $0["revision"] as? String }
        default: (json["revisions"] as? [[String: Any]] ?? []).compactMap { $0["revision"] as? String }
        }
    }
}
