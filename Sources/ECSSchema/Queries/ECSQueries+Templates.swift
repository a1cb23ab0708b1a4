import CacheBridge
public import CachedQueries
import MigratorDatabase

extension ECSQueries {
    /// The agent template of a spirit and a style; none if the spirit is switched off.
    public static let agentTemplates = CachedQuery<SpiritStyle, AgentTemplate>(
        "by_spirit_and_style",
        in: .agentTemplates,
        reads: ["agent_templates", "naming_spirits"],
        format: .one,
        sample: { connection, limit in
            let sql = "SELECT spirit, style FROM agent_templates ORDER BY random() LIMIT $1"
            return try await connection.query(sql, [.int(Int64(limit))]).map {
                SpiritStyle(try $0.get("spirit"), try $0.get("style"))
            }
        },
        loadMany: { connection, keys in
            let dialect = try connection.kind.queryDialect
            let sql = """
                SELECT \(AgentTemplate.columns(of: "t")) FROM agent_templates t
                WHERE \(dialect.among("t.spirit", "t.style")) AND \(isInUse("t.spirit"))
                """
            let pairs = keys.map { ($0.spirit, $0.style) }
            let rows = try await connection.query(sql, try dialect.list(pairs))
            return try byKey(rows.map { try AgentTemplate(row: $0) }) { SpiritStyle($0.spirit, $0.style) }
        }
    )

    /// The trait combinations of a spirit, the likeliest first; an empty list if there are none or it is switched off.
    public static let traitCombinations = CachedQuery<String, [TraitCombination]>(
        "by_spirit",
        in: .traitCombinations,
        reads: ["trait_combinations", "naming_spirits"],
        format: TraitCombination.listFormat,
        sample: sample("SELECT spirit AS key FROM trait_combinations GROUP BY spirit"),
        loadMany: { connection, spirits in
            let rows = try await TraitCombination.rows(
                on: connection,
                where: "t.spirit",
                "text",
                isAmong: spirits,
                "AND \(isInUse("t.spirit")) ORDER BY t.weight DESC, t.id"
            )
            return lists(rows, of: spirits) { $0.spirit }
        }
    )
}
