package import MigrationDSL
package import MigratorDatabase

extension PostgresDialect {
    /// Estimates of the server's own statistics: no table is read.
    package func facts(_ connection: any DatabaseConnection) async throws -> [(name: ObjectName, facts: TableFacts)] {
        let sql = """
            SELECT CASE WHEN n.nspname = 'public' THEN NULL ELSE n.nspname END, c.relname,
                CASE WHEN c.reltuples >= 0 THEN c.reltuples::bigint ELSE s.n_live_tup END,
                (SELECT coalesce(sum(pg_total_relation_size(t.relid)), 0)::bigint FROM pg_partition_tree(c.oid) t),
                ((s.n_tup_ins + s.n_tup_upd + s.n_tup_del) / greatest(extract(epoch FROM
                    clock_timestamp() - coalesce(d.stats_reset, pg_postmaster_start_time())), 1))::double precision,
                pg_total_relation_size(c.oid)
            FROM pg_class c
            JOIN pg_namespace n ON n.oid = c.relnamespace
            JOIN pg_stat_database d ON d.datname = current_database()
            LEFT JOIN pg_stat_user_tables s ON s.relid = c.oid
            WHERE c.relkind IN ('r', 'p', 'm') AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
            ORDER BY n.nspname COLLATE "C", c.relname COLLATE "C"
            """
        return try await connection.query(sql).compactMap { row in
            guard case .text(let name) = row.values[1] else { return nil }
            var (schema, facts): (String?, TableFacts) = (nil, TableFacts())
            if case .text(let text) = row.values[0] { schema = text }
            if case .int(let rows) = row.values[2] { facts.rows = Int(rows) }
            if case .int(let bytes) = row.values[5] { facts.bytes = Int(bytes) }
            // A partitioned table has no size of its own.
            if case .int(let bytes) = row.values[3], bytes > 0 { facts.bytes = Int(bytes) }
            if case .double(let writes) = row.values[4] { facts.writesPerSecond = (writes * 1_000).rounded() / 1_000 }
            return (ObjectName(name, schema: schema), facts)
        }
    }
}
