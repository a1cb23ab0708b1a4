import ECSSchema
import Foundation
import MigrationDSL
import Migrator
import MigratorDatabase
import MigratorPostgres
import MigratorSQLite

/// The schema's tables, made from the values that say what they are.
struct MakeTables: Revision {
    static let id: RevisionID = "tables"

    func upgrade(_ op: Operations) {
        for definition in ECSTables.all {
            op.createTable(definition.table)
            for index in definition.indexes { op.createIndex(index) }
        }
    }
}

/// Makes the tables where there are none.
private func makeTables(_ connect: @escaping @Sendable () async throws -> any DatabaseConnection) async throws {
    let registry = RevisionRegistry(
        name: "Tables",
        sourceFolder: "",
        entries: [.init(MakeTables.self, file: "tables.swift", line: 1, message: "Makes the tables")],
        payloads: []
    )
    try await MigrationEngine(revisions: try RevisionHistory([.compiled(registry)]), connect: connect).upgrade(
        to: "head"
    )
}

/// Makes the tables of a PostgreSQL database and fills them.
func prepare(_ configuration: PostgresSessionConfiguration) async throws {
    try await makeTables { try await PostgresSession(configuration) }
    let connection = try await PostgresSession(configuration)
    let (agents, spirits, styles) = (Mix.agentCount, Mix.spiritCount, "ARRAY['foundation', 'exo', 'hybrid']")
    for statement in [
        """
        INSERT INTO naming_spirits (id, name, category, description, emoji, enabled, weight, generation_numbers, traits,
            base_names)
        SELECT gen_random_uuid(), 'spirit' || n, 'all', repeat('a spirit of the sea ', 3), '🐬', true, 1, '[1,2,3,5,8,13,21]',
            '["swift","bright","playful","social","curious"]', '["Arion","Echo","Spinner","Boto","Tursi","Delph"]'
        FROM generate_series(0, \(spirits - 1)) n
        """,
        """
        INSERT INTO naming_components (id, component_type, component_name, component_value, enabled, weight)
        SELECT gen_random_uuid(), 'suffix', 's' || n, 'Prime', true, 1 FROM generate_series(1, 3) n
        """,
        "INSERT INTO naming_config (id, config_key, config_value) VALUES (gen_random_uuid(), 'default_style', '\"exo\"')",
        """
        INSERT INTO agent_templates (id, spirit, style, name_pattern, suffix, traits)
        SELECT gen_random_uuid(), 'spirit' || n, style, '{base_name} {suffix}', 'Prime', '["swift","bright","calm"]'
        FROM generate_series(0, \(spirits - 1)) n, unnest(\(styles)) style
        """,
        """
        INSERT INTO trait_combinations (id, spirit, first_trait, second_trait)
        SELECT gen_random_uuid(), 'spirit' || n, 'a' || t, 'b' || t FROM generate_series(0, \(spirits - 1)) n,
            generate_series(1, 10) t
        """,
        """
        INSERT INTO agents (id, agent_id, name, spirit, style, generation, active)
        SELECT gen_random_uuid(), 'agent' || n, 'Agent ' || n, 'spirit' || n % \(spirits), 'exo', n, true
        FROM generate_series(1, \(agents)) n
        """,
        """
        INSERT INTO ability_traits (id, agent_id, trait_name, trait_value)
        SELECT gen_random_uuid(), id, 'trait' || t, t FROM agents, generate_series(1, 5) t
        """,
        "INSERT INTO physical_traits SELECT gen_random_uuid(), agent_id, trait_name, trait_value FROM ability_traits",
        "INSERT INTO agent_positions (id, agent_id, x, y) SELECT gen_random_uuid(), id, generation, 1 FROM agents",
        """
        INSERT INTO agent_interactions (id, sender_id, receiver_id, interaction_type, energy_level)
        SELECT gen_random_uuid(), a.id, b.id, 'greeting', 0.5 FROM agents a JOIN agents b
            ON b.generation BETWEEN a.generation + 1 AND a.generation + 10
        """,
        "ANALYZE",
    ] {
        try await connection.execute(statement)
    }
    await connection.close()
}

/// Makes a SQLite database with the same rows.
func copy(_ configuration: PostgresSessionConfiguration, to path: String) async throws {
    try await makeTables { try await SQLiteSession(SQLiteSessionConfiguration(path: path)) }
    let (source, target) = (
        try await PostgresSession(configuration), try await SQLiteSession(SQLiteSessionConfiguration(path: path))
    )
    try await target.begin()
    for definition in ECSTables.all {
        let names = definition.table.columns.map(\.name)
        let places = names.indices.map { "$\($0 + 1)" }.joined(separator: ", ")
        let list = names.joined(separator: ", ")
        let insert = try await target.prepare("INSERT INTO \(definition.name) (\(list)) VALUES (\(places))")
        for row in try await source.query("SELECT \(list) FROM \(definition.name)") {
            try await target.execute(insert, row.values)
        }
    }
    try await target.commit()
    await source.close()
    await target.close()
}
