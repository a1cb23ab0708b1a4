import MigrationDSL

private func fillAColumn(_ op: Operations) {
    // snippet: fill-a-column
    op.addColumn(Column("full_name", .text), to: "people")
    op.update("people", computing: ["full_name": "first_name || ' ' || last_name"], where: Field("full_name").isNull)
    // end
}

private func useEnums(_ op: Operations) {
    // snippet: enums
    op.createEnum("size", values: ["small", "large"])
    op.createTable("spirits") {
        Column("id", .uuid).primaryKey()
        // Brings its type: made with the first such column, dropped with the last.
        Column("mood", .enumeration("mood", values: ["calm", "fierce"]))
        // Names the type above, which stays until dropEnum.
        Column("size", .enumeration("size"))
    }
    // end
}

private func loadRows(_ op: Operations) {
    // snippet: rows
    op.bulkInsert(into: "spirits", from: .csv("payloads/spirits.csv"), key: ["id"])
    op.bulkInsert(into: "spirits", [["name": "fox", "traits": ["clever", "quick"]]], key: ["name"])
    op.bulkInsert(into: "spirits", from: .ndjson("payloads/spirits.ndjson"), onConflict: .update(key: ["id"]))
    // end
}

private func computeRows(_ op: Operations) {
    // snippet: computed-rows
    let templates = Payload.computed("a template for each race", inputs: ["payloads/races.txt"]) { inputs in
        String(decoding: inputs["payloads/races.txt"], as: UTF8.self)
            .split(separator: "\n")
            .map { race -> Row in ["spirit": .text(String(race)), "style": "exo"] }
    }
    op.bulkInsert(into: "agent_templates", from: templates, key: ["spirit", "style"])
    // end
}

private func computeDefaults(_ op: Operations) {
    // snippet: defaults
    op.createTable("keys") {
        Column("created_at", .timestampTZ).default(.currentTimestamp)
        Column("key", .uuid)
            .default(.expression(SQLText(postgres: "gen_random_uuid()", sqlite: "lower(hex(randomblob(16)))")))
    }
    // end
}

private func runSQLAndSwift(_ op: Operations) {
    // snippet: sql-and-swift
    op.execute("CREATE TRIGGER touch …", touches: ["spirits"], reverse: "DROP TRIGGER touch")
    op.execute(SQLText(postgres: "CREATE EXTENSION pg_trgm"))

    op.perform("fill in the suffixes", touches: ["spirits"], reverse: { _ in }) { connection in
        for row in try await connection.query("SELECT id, name FROM spirits") {
            guard case .text(let name)? = row["name"], let id = row["id"] else { continue }
            try await connection.execute("UPDATE spirits SET suffix = $2 WHERE id = $1", [id, .text("the \(name)")])
        }
    }
    // end
}
