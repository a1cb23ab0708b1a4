import MigrationDSL
import MigratorDatabase
import MigratorPostgres
import MigratorTestSupport
import Testing

@testable import Migrator

extension PostgresTests {
    /// Rows that are made for the tables of a schema, on PostgreSQL.
    struct PostgresSampleRowTests {
        private static let types: [ColumnType] =
            [
                .smallInt, .integer, .bigInt, .real, .double, .decimal, .decimal(3, 3), .decimal(12, 2), .boolean,
                .text, .varchar, .string(3), .char(1), .bytes, .uuid, .json, .jsonb, .date, .time, .timeTZ(2),
                .timestamp,
                .timestamp(3), .timestampTZ, .interval, .interval(.year), .interval(.dayToSecond, precision: 2),
                .bit(3),
                .varbit, .varbit(2), .inet, .cidr, .macaddr, .macaddr8, .money, .tsvector, .tsquery, .oid, .jsonpath,
                .point, .line, .lseg, .box, .path, .polygon, .circle, .int4range, .int8range, .numrange, .tsrange,
                .tstzrange, .daterange, .int4multirange, .int8multirange, .nummultirange, .tsmultirange,
                .tstzmultirange, .datemultirange, .enumeration("mood"), .array(of: .enumeration("mood")),
                .array(of: .text), .array(of: .bytes), .named("geo"), .array(of: .named("geo")), .named("share"),
                .custom("int4[]"), .custom("character varying(5)"), .custom("pg_catalog.int4"), .custom("regclass"),
            ]

        @Test func everyTypeHasValues() async throws {
            try await PostgresServer.withDatabase { database in
                let schema = DeclaredSchema {
                    EnumType("mood", ["it's", "b,c", "d\"e"])
                    CompositeType(
                        "geo",
                        [.init("lat", .double), .init("note", .text), .init("mood", .enumeration("mood"))]
                    )
                    Domain("share", .integer, checks: [Check("VALUE BETWEEN 50 AND 60", name: "in_range")])
                    Table("t") {
                        Column("id", .bigInt).identity(.always).primaryKey()
                        for (index, type) in Self.types.enumerated() { Column("c\(index)", type).notNull() }
                        Column("twice", .integer).generated(as: "c1 * 2")
                    }
                }
                let connection = try await database.connect()
                let result = try await ProofBench.fill(schema, connection)
                await connection.close()
                #expect(result.missing.isEmpty, "\(result.missing)")
                #expect(
                    try await database.rows("SELECT count(*) > 0, count(DISTINCT c1) > 0 FROM t") == [["true", "true"]]
                )
            }
        }

        @Test func rowsKeepTheRulesOfTheirTables() async throws {
            try await PostgresServer.withDatabase { database in
                let schema = DeclaredSchema {
                    Table("days") {
                        Column("id", .integer).notNull()
                        Column("day", .date).notNull()
                        PrimaryKey(["id", "day"])
                    }
                    .partitioned(by: "RANGE (day)")
                    Table("days_2024") {}.partition(of: "days", "FOR VALUES FROM ('2024-01-01') TO ('2025-01-01')")
                    Table("base") { Column("a", .integer).notNull() }
                    Table("more") { Column("b", .text).notNull() }.inherits(from: "base")
                    Table("codes") {
                        Column("id", .uuid).primaryKey().default(.expression("gen_random_uuid()"))
                        Column("code", .text).notNull().unique().check("code ~ '^[A-Z]{3}$'", name: "codes_code")
                        Column("kind", .text).notNull().check("kind IN ('x', 'y')", name: "codes_kind")
                        Column("mail", .text).check("mail LIKE '%@%'", name: "codes_mail")
                        Column("size", .integer).check("size BETWEEN 7 AND 9", name: "codes_size")
                    }
                    Table("uses") {
                        Column("day_id", .integer).notNull()
                        Column("day", .date).notNull()
                        Column("code", .text).notNull()
                        ForeignKey(["day_id", "day"], references: "days", ["id", "day"])
                        ForeignKey(["code"], references: "codes", ["code"])
                    }
                }
                let connection = try await database.connect()
                let result = try await ProofBench.fill(schema, connection)
                await connection.close()
                #expect(result.missing.isEmpty, "\(result.missing)")
                #expect(result.names == ["base", "codes", "days", "more", "uses"])
                let codes = try await database.rows("SELECT count(mail), count(size) FROM codes")
                #expect(codes.first?.allSatisfy { $0 != "0" } == true, "\(codes)")
            }
        }

        @Test func tablesThatReferToOneAnotherAreFilledTogetherOrNamed() async throws {
            try await PostgresServer.withDatabase { database in
                func pair(_ first: ObjectName, _ second: ObjectName, _ deferrable: Deferral?) -> DeclaredSchema {
                    DeclaredSchema {
                        Table(first) {
                            Column("id", .bigInt).identity(.always).primaryKey()
                            Column("other", .bigInt).notNull().references(second, deferrable: deferrable)
                        }
                        Table(second) {
                            Column("id", .integer).primaryKey()
                            Column("other", .bigInt).notNull().references(first, deferrable: deferrable)
                            Column("self", .integer).notNull().references(second)
                        }
                    }
                }
                let schema = DeclaredSchema {
                    pair("a", "b", .initiallyImmediate)
                    pair("c", "d", nil)
                }
                let connection = try await database.connect()
                let result = try await ProofBench.fill(schema, connection)
                await connection.close()
                #expect(result.names == ["a", "b"], "\(result.missing)")
                #expect(result.missing.map(\.table) == ["c", "d"])
            }
        }
    }
}
