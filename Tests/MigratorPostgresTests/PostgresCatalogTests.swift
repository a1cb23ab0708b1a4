import MigratorDatabase
import MigratorPostgres
import Testing

extension ServerTests {
    @Test
    func describesColumns() async throws {
        try await withConnection { connection in
            let schema = "Catalog \"tests\""
            let quoted = TableName.quote(schema)
            try await connection.begin()
            try await connection.execute("CREATE SCHEMA \(quoted)")
            try await connection.execute("CREATE DOMAIN \(quoted).code AS varchar(5) NOT NULL DEFAULT 'x'")
            try await connection.execute("CREATE DOMAIN \(quoted).narrow AS \(quoted).code CHECK (VALUE <> '')")
            try await connection.execute("CREATE TYPE \(quoted).colour AS ENUM ('red')")
            try await connection.execute(
                """
                CREATE TABLE \(quoted)."odd.table" (
                  gone int, id int GENERATED ALWAYS AS IDENTITY, other serial, code \(quoted).narrow, plain numeric,
                  negative numeric(3, -2), small real, fixed char(4), colour \(quoted).colour, list int[],
                  void text DEFAULT NULL, bits varchar DEFAULT NULL, doc jsonb, "Twice" int GENERATED ALWAYS AS (id * 2) STORED)
                """
            )
            try await connection.execute("ALTER TABLE \(quoted).\"odd.table\" DROP COLUMN gone")
            let table = TableName("odd.table", schema: schema)
            let columns = try await connection.columns(of: table)
            let kinds: [ColumnKind] = [
                .integer(bits: 32), .integer(bits: 32), .text(maximumLength: 5), .decimal(precision: nil, scale: nil),
                .decimal(precision: 3, scale: -2), .real(bits: 32), .text(maximumLength: 4), .text(maximumLength: nil),
                .text(maximumLength: nil), .text(maximumLength: nil), .text(maximumLength: nil), .json,
                .integer(bits: 32),
            ]
            #expect(columns.map(\.kind) == kinds)
            #expect(columns.filter(\.hasDefault).map(\.name) == ["id", "other", "code"])
            #expect(columns.filter { !$0.isNullable }.map(\.name) == ["id", "other", "code"])
            #expect(columns.filter(\.isGenerated).map(\.name) == ["Twice"])
            #expect(try await connection.columns(of: TableName("odd.table")).isEmpty)
            #expect(try await connection.columns(of: TableName("odd.table", schema: "no such")).isEmpty)
            try await connection.execute("SET LOCAL search_path = \(quoted)")
            #expect(try await connection.columns(of: TableName("odd.table")).count == columns.count)
            try await connection.rollback()
        }
    }
}
