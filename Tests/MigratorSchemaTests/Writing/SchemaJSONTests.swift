import MigrationDSL
import MigratorCatalogue
import MigratorDatabase
import MigratorDialects
import MigratorSchema
import Testing

/// A schema as JSON: the documented members, without those at their default.
@Suite struct SchemaJSONTests {
    @Test func aSchemaIsOneObject() throws {
        let declared = DeclaredSchema {
            Table(ObjectName("orders", schema: "app"), comment: "what was \"ordered\"") {
                Column("id", .bigInt).primaryKey()
                Column("total", .decimal(12, 2)).notNull().default(0).check("total >= 0", name: "ck")
                Column("at", .timestampTZ).default(.currentTimestamp)
                Column("other", .bigInt).references("t", onDelete: .setNull)
            }
            Index(
                "ix",
                on: ObjectName("orders", schema: "app"),
                columns: [.column("at").descending(), .expression("1")]
            )
            Policy("own", on: ObjectName("orders", schema: "public"), using: "true")
        }
        let unsupported = Schema.Unsupported("app.far", kind: "foreign table", why: "it has no type yet")
        var schema = Schema(declared, for: .postgres)
        schema.unsupported = [unsupported]
        let json = SchemaText(schema, try DatabaseKind.postgres.dialect()).json()
        #expect(
            json == #"""
                {
                  "database": "postgres",
                  "objects": [
                    {
                      "kind": "table",
                      "schema": "app",
                      "name": "orders",
                      "columns": [
                        {
                          "name": "id",
                          "type": "bigint",
                          "notNull": true
                        },
                        {
                          "name": "total",
                          "type": "numeric(12, 2)",
                          "notNull": true,
                          "default": {
                            "value": 0
                          }
                        },
                        {
                          "name": "at",
                          "type": "timestamptz",
                          "default": {
                            "expression": "CURRENT_TIMESTAMP"
                          }
                        },
                        {
                          "name": "other",
                          "type": "bigint"
                        }
                      ],
                      "constraints": [
                        {
                          "kind": "primaryKey",
                          "columns": ["id"]
                        },
                        {
                          "kind": "check",
                          "name": "ck",
                          "expression": "total >= 0"
                        },
                        {
                          "kind": "foreignKey",
                          "columns": ["other"],
                          "references": "t",
                          "referencedColumns": ["id"],
                          "onDelete": "SET NULL"
                        }
                      ],
                      "comment": "what was \"ordered\""
                    },
                    {
                      "kind": "index",
                      "schema": "app",
                      "name": "ix",
                      "table": "orders",
                      "columns": [
                        {
                          "column": "at",
                          "descending": true
                        },
                        {
                          "expression": "1"
                        }
                      ]
                    },
                    {
                      "kind": "policy",
                      "name": "own",
                      "table": "orders",
                      "command": "ALL",
                      "roles": ["public"],
                      "using": "true"
                    }
                  ],
                  "unsupported": [
                    {
                      "object": "app.far",
                      "kind": "foreign table",
                      "why": "it has no type yet"
                    }
                  ]
                }

                """#
        )
    }
}
