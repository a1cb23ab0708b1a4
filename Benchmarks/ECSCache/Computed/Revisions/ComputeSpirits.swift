import MigrationDSL

/// Makes the table of the payload benchmarks, and fills it with rows whose making takes a second.
struct ComputeSpirits: Revision {
    static let id: RevisionID = "computed"

    func upgrade(_ op: Operations) {
        op.createTable("spirits") {
            Column("id", .char(36)).primaryKey()
            Column("name", .string(100)).notNull()
            Column("category", .string(100)).notNull()
            Column("description", .text).notNull()
            Column("emoji", .string(10)).notNull()
            Column("enabled", .boolean)
            Column("weight", .double)
            Column("generation_numbers", .json).notNull()
            Column("traits", .json).notNull()
            Column("base_names", .json).notNull()
            Column("custom_data", .json)
        }
        op.bulkInsert(
            into: "spirits",
            from: .computed("spirits") { _ in (0..<100_000).lazy.map(Self.row) },
            key: ["id"]
        )
    }

    private static func row(_ index: Int) -> Row {
        // Ten microseconds of work that nothing can guess.
        var digest = UInt64(index)
        for _ in 0..<6000 { digest = (digest ^ digest >> 31) &* 0x9E37_79B9_7F4A_7C15 &+ 1 }
        let digits = String(digest % 1_000_000_000_000, radix: 10)
        let tail = String(repeating: "0", count: 12 - digits.count) + digits
        let number = String(index, radix: 16)
        let head = String(repeating: "0", count: 8 - number.count) + number
        return [
            "id": .text("\(head)-0000-4000-8000-\(tail)"),
            "name": .text("fox-\(index)"),
            "category": "canines_and_foxes",
            "description": .text("A quick brown fox that nobody has ever seen twice, number \(index)"),
            "emoji": "🦊",
            "enabled": true,
            "weight": 1.0,
            "generation_numbers": [3, 7, 13, 21, 34, 55, 89],
            "traits": ["clever", "quick", "curious", "bold", "playful"],
            "base_names": ["Vulpes", "Reynard", "Todd", "Rusty", "Ember"],
            "custom_data": ["habitat": "forest", "n": .int(Int64(index))],
        ]
    }
}
