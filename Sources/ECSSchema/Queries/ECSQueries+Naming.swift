import CacheBridge
public import CachedQueries
import MigratorDatabase

extension ECSQueries {
    /// All naming spirits, by name; those that are switched off too.
    public static let namingSpirits = CachedQuery<WholeTable, [NamingSpirit]>(
        "all",
        in: .namingSpirits,
        reads: ["naming_spirits"],
        format: NamingSpirit.listFormat,
        sample: { _, _ in [WholeTable()] },
        loadMany: { connection, _ in
            [WholeTable(): try await NamingSpirit.rows(on: connection, "ORDER BY t.name")]
        }
    )

    /// The naming components of a type, by name; an empty list for a type that has none.
    public static let namingComponents = CachedQuery<String, [NamingComponent]>(
        "by_type",
        in: .namingComponents,
        reads: ["naming_components"],
        format: NamingComponent.listFormat,
        sample: sample("SELECT component_type AS key FROM naming_components GROUP BY component_type"),
        loadMany: { connection, types in
            let rows = try await NamingComponent.rows(
                on: connection,
                where: "t.component_type",
                "text",
                isAmong: types,
                "ORDER BY t.component_name"
            )
            return lists(rows, of: types) { $0.type }
        }
    )

    /// A naming setting by its key.
    public static let namingConfig = CachedQuery<String, NamingConfig>(
        "by_key",
        in: .namingConfig,
        reads: ["naming_config"],
        format: .one,
        sample: sample("SELECT config_key AS key FROM naming_config"),
        loadMany: { connection, keys in
            byKey(try await NamingConfig.rows(on: connection, where: "t.config_key", "text", isAmong: keys)) { $0.key }
        }
    )

    /// All naming settings, by key.
    public static let wholeNamingConfig = CachedQuery<WholeTable, [NamingConfig]>(
        "all",
        in: .namingConfig,
        reads: ["naming_config"],
        format: NamingConfig.listFormat,
        sample: { _, _ in [WholeTable()] },
        loadMany: { connection, _ in
            [WholeTable(): try await NamingConfig.rows(on: connection, "ORDER BY t.config_key")]
        }
    )

    /// A dictionary of records by their keys, each of which occurs once.
    static func byKey<Key: Hashable, Value>(_ records: [Value], _ key: (Value) -> Key) -> [Key: Value] {
        Dictionary(records.map { (key($0), $0) }) { first, _ in first }
    }

    /// Records grouped by their keys; an empty list for a key that has none.
    static func lists<Key: Hashable, Value>(
        _ records: [Value],
        of keys: [Key],
        _ key: (Value) -> Key
    ) -> [Key: [Value]] {
        Dictionary(keys.map { ($0, []) }) { first, _ in first }
            .merging(Dictionary(grouping: records, by: key)) { _, found in found }
    }
}
