import BenchmarkSupport

/// Rows of 11 columns, such as a game keeps of its spirits, in each format that a payload may have.
struct SpiritRows {
    private let rows: [[(name: String, json: String)]]

    /// The table that they go into.
    static let table = """
        CREATE TABLE spirits (
            id CHAR(36) NOT NULL PRIMARY KEY,
            name VARCHAR(100) NOT NULL,
            category VARCHAR(100) NOT NULL,
            description TEXT NOT NULL,
            emoji VARCHAR(10) NOT NULL,
            enabled BOOLEAN,
            weight FLOAT,
            generation_numbers JSON NOT NULL,
            traits JSON NOT NULL,
            base_names JSON NOT NULL,
            custom_data JSON
        );
        """

    init(_ count: Int) {
        var random = SeededRandom(1)
        rows = (0..<count).map { number in
            let id = [8, 4, 4, 4, 12].map { random.hexadecimal($0) }.joined(separator: "-")
            return [
                ("id", "\"\(id)\""),
                ("name", "\"fox-\(number)\""),
                ("category", #""canines_and_foxes""#),
                ("description", "\"A quick brown fox that nobody has ever seen twice, number \(number)\""),
                ("emoji", #""🦊""#),
                ("enabled", random.chance(50) ? "true" : "false"),
                ("weight", "\(Double(Int.random(in: 1...400, using: &random)) / 4)"),
                ("generation_numbers", "[3,7,13,21,34,55,89]"),
                ("traits", #"["clever","quick","curious","bold","playful"]"#),
                ("base_names", #"["Vulpes","Reynard","Todd","Rusty","Ember"]"#),
                ("custom_data", #"{"habitat":"forest","n":\#(number)}"#),
            ]
        }
    }

    private var objects: [String] {
        rows.map { row in
            "{" + row.map { "\"\($0.name)\":\($0.json)" }.joined(separator: ",") + "}"
        }
    }

    /// A JSON array of objects.
    var json: String { "[\n" + objects.joined(separator: ",\n") + "\n]\n" }

    /// A JSON object a line.
    var ndjson: String { objects.joined(separator: "\n") + "\n" }

    /// Comma-separated values with a header.
    var csv: String {
        let header = rows.first.map { $0.map(\.name).joined(separator: ",") } ?? ""
        let lines = rows.map { row in row.map { Self.cell($0.json) }.joined(separator: ",") }
        return ([header] + lines).joined(separator: "\n") + "\n"
    }

    private static func cell(_ json: String) -> String {
        guard json.hasPrefix("[") || json.hasPrefix("{") else { return quotedIfNeeded(json) }
        return "\"" + json.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
    }

    /// A text of JSON is one of CSV if it holds a comma; else it needs no quotes.
    private static func quotedIfNeeded(_ json: String) -> String {
        json.hasPrefix("\"") && !json.contains(",") ? String(json.dropFirst().dropLast()) : json
    }
}
