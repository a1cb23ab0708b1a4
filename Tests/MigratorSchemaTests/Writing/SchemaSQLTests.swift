import MigrationDSL
import MigratorCatalogue
import MigratorDatabase
import MigratorDialects
import MigratorSchema
import Testing

/// SQL that makes a schema, in one order.
@Suite struct SchemaSQLTests {
    private func sql(_ kind: DatabaseKind, @SchemaBuilder _ objects: () -> [DeclaredObject]) throws -> String {
        try SchemaText(Schema(DeclaredSchema(objects()), for: kind), try kind.dialect()).sql()
    }

    @Test func eachObjectStandsBehindWhatItNeeds() throws {
        let sql = try sql(.postgres) {
            Trigger("stamp", on: "orders", "CREATE TRIGGER stamp BEFORE UPDATE ON orders EXECUTE FUNCTION stamp()")
            View("a_happy", as: "SELECT id FROM b_all")
            View("b_all", as: "SELECT id FROM orders -- all of them")
            Index("ix_orders_mood", on: "orders", columns: ["mood"])
            Table("orders") {
                Column("id", .integer).primaryKey()
                Column("mood", .enumeration("mood")).default(.expression("usual()"))
                Column("customer", .integer).references("people")
            }
            Table("people") { Column("id", .integer).primaryKey() }
            Function("stamp", "", "CREATE FUNCTION stamp() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'")
            Function("usual", "", "CREATE FUNCTION usual() RETURNS mood LANGUAGE sql RETURN 'low'::mood;")
            EnumType("mood", ["low"]).comment("a mood")
        }
        #expect(
            sql == """
                SET check_function_bodies = off;

                CREATE TYPE "mood" AS ENUM ('low');
                COMMENT ON TYPE "mood" IS 'a mood';

                CREATE TABLE "people" (
                    "id" integer NOT NULL,
                    PRIMARY KEY ("id")
                );

                CREATE FUNCTION usual() RETURNS mood LANGUAGE sql RETURN 'low'::mood;

                CREATE TABLE "orders" (
                    "id" integer NOT NULL,
                    "mood" "mood" DEFAULT usual(),
                    "customer" integer,
                    PRIMARY KEY ("id"),
                    FOREIGN KEY ("customer") REFERENCES "people" ("id")
                );

                CREATE INDEX "ix_orders_mood" ON "orders" ("mood");

                CREATE VIEW "b_all" AS SELECT id FROM orders -- all of them
                ;

                CREATE VIEW "a_happy" AS SELECT id FROM b_all;

                CREATE FUNCTION stamp() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';

                CREATE TRIGGER stamp BEFORE UPDATE ON orders EXECUTE FUNCTION stamp();

                """
        )
    }

    @Test func whatATableCannotSayYetFollowsLater() throws {
        let sql = try sql(.postgres) {
            Table("a") {
                Column("id", .integer).primaryKey()
                Column("b", .integer).references("b", name: "a_b")
                Column("n", .bigInt).default(.expression("nextval('n'::regclass)")).notNull()
                Check("id > 0", name: "ck", notValid: true)
            }
            .replicaIdentity(.index("ix"))
            Index("ix", on: "a", columns: ["n"], unique: true)
            Table("b") {
                Column("id", .integer).primaryKey()
                Column("a", .integer).references("a", name: "b_a")
                Column("mood", .enumeration("mood", values: ["low"]))
            }
            NumberSequence("n").owned(by: "a", "n")
        }
        #expect(
            sql == """
                CREATE SEQUENCE "n";

                CREATE TYPE "mood" AS ENUM ('low');

                CREATE TABLE "b" (
                    "id" integer NOT NULL,
                    "a" integer,
                    "mood" "mood",
                    PRIMARY KEY ("id")
                );

                CREATE TABLE "a" (
                    "id" integer NOT NULL,
                    "b" integer,
                    "n" bigint NOT NULL DEFAULT nextval('n'::regclass),
                    PRIMARY KEY ("id"),
                    CONSTRAINT "a_b" FOREIGN KEY ("b") REFERENCES "b" ("id")
                );
                ALTER TABLE "a" ADD CONSTRAINT "ck" CHECK (id > 0) NOT VALID;

                ALTER SEQUENCE "n" OWNED BY "a"."n";

                CREATE UNIQUE INDEX "ix" ON "a" ("n");

                ALTER TABLE "a" REPLICA IDENTITY USING INDEX "ix";

                ALTER TABLE "b" ADD CONSTRAINT "b_a" FOREIGN KEY ("a") REFERENCES "a" ("id");

                """
        )
    }

    @Test func aKeyToAnIndexOfItsOwnTableFollowsTheIndex() throws {
        let sql = try sql(.postgres) {
            Table("a") {
                Column("id", .integer).primaryKey().references("a", name: "to_key")
                Column("b", .integer).references("a", "b", name: "to_index")
            }
            Index("ix", on: "a", columns: ["b"], unique: true)
        }
        #expect(
            sql == """
                CREATE TABLE "a" (
                    "id" integer NOT NULL,
                    "b" integer,
                    PRIMARY KEY ("id"),
                    CONSTRAINT "to_key" FOREIGN KEY ("id") REFERENCES "a" ("id")
                );

                CREATE UNIQUE INDEX "ix" ON "a" ("b");

                ALTER TABLE "a" ADD CONSTRAINT "to_index" FOREIGN KEY ("b") REFERENCES "a" ("b");

                """
        )
    }

    @Test func onSQLiteAKeyMayComeBeforeItsTable() throws {
        let sql = try sql(.sqlite) {
            Table("a") {
                Column("id", .integer).primaryKey()
                Column("b", .integer).references("b")
            }
            Table("b") { Column("id", .integer).primaryKey().references("a") }
        }
        #expect(
            sql == """
                CREATE TABLE "b" (
                    "id" INTEGER NOT NULL,
                    CONSTRAINT "b_pkey" PRIMARY KEY ("id"),
                    CONSTRAINT "b_id_fkey" FOREIGN KEY ("id") REFERENCES "a" ("id")
                );

                CREATE TABLE "a" (
                    "id" INTEGER NOT NULL,
                    "b" INTEGER,
                    CONSTRAINT "a_pkey" PRIMARY KEY ("id"),
                    CONSTRAINT "a_b_fkey" FOREIGN KEY ("b") REFERENCES "b" ("id")
                );

                """
        )
    }

    @Test func aFunctionStandsBehindWhatItsBodyNames() throws {
        func function(_ name: String, _ body: String) -> Schema.Entry {
            let text = "CREATE FUNCTION app.\(name)(t text) RETURNS text LANGUAGE sql IMMUTABLE AS $$ SELECT \(body) $$"
            return Schema.Entry(
                .function(Function(ObjectName(name, schema: "app"), "t text", SQLText(text))),
                needs: [.schema("app")]
            )
        }
        let notes = Table("notes") { Column("body", .text).default(.expression("app.start('')")) }
        let start = ObjectReference.function(ObjectName("start", schema: "app"), "t text")
        let plain = ObjectReference.function(ObjectName("plain", schema: "app"), "t text")
        let schema = Schema(
            .postgres,
            [
                Schema.Entry(.schema(SchemaName("app"))),
                // The catalogue knows of the schema alone.
                function("plain", "app.small(t)"),
                function("small", "app.to_small(t)"),
                function("to_small", "lower(t)"),
                function("start", "app.round(t) || (SELECT min(body) FROM public.notes)"),
                function("round", "app.start(t)"),
                Schema.Entry(.table(notes), needs: [start]),
                Schema.Entry(
                    .index(Index("notes_body", on: "notes", columns: [.expression("app.plain(body)")])),
                    needs: [.table("notes"), plain]
                ),
            ]
        )
        let sql = try SchemaText(schema, try DatabaseKind.postgres.dialect()).sql()
        let made = sql.split(separator: "\n").filter { $0.hasPrefix("CREATE") }.map { line in
            line.split(separator: " ").prefix(3).joined(separator: " ")
        }
        #expect(
            made == [
                "CREATE SCHEMA \"app\";", "CREATE FUNCTION app.start(t", "CREATE TABLE \"notes\"",
                "CREATE FUNCTION app.to_small(t", "CREATE FUNCTION app.small(t", "CREATE FUNCTION app.plain(t",
                "CREATE INDEX \"notes_body\"", "CREATE FUNCTION app.round(t",
            ]
        )
    }

    @Test func viewsStandBehindTheAggregatesThatTheyCall() throws {
        let sql = try sql(.postgres) {
            View("all_notes", as: "SELECT joined(body) FROM notes")
            Table("notes") { Column("body", .text) }
            Opaque("aggregate", "joined", "CREATE AGGREGATE joined(text) (sfunc = textcat, stype = text)")
            Opaque("text search configuration", "plain", "CREATE TEXT SEARCH CONFIGURATION plain (COPY = simple)")
        }
        #expect(
            sql == """
                CREATE TEXT SEARCH CONFIGURATION plain (COPY = simple);

                CREATE TABLE "notes" (
                    "body" text
                );

                CREATE AGGREGATE joined(text) (sfunc = textcat, stype = text);

                CREATE VIEW "all_notes" AS SELECT joined(body) FROM notes;

                """
        )
    }

    @Test func whatADatabaseHasFromTheStartIsNotMade() throws {
        let sql = try sql(.postgres) {
            SchemaName("public").comment("the usual")
            SchemaName("app")
            Extension("citext", schema: "app")
        }
        #expect(
            sql == """
                CREATE SCHEMA "app";

                COMMENT ON SCHEMA "public" IS 'the usual';

                CREATE EXTENSION IF NOT EXISTS "citext" SCHEMA "app";

                """
        )
    }

    @Test func whatCannotBeWrittenIsAComment() throws {
        let unsupported = Schema.Unsupported("app.far\n", kind: "foreign table", why: "it has no type yet")
        let source = SchemaText(Schema(.postgres, unsupported: [unsupported]), try DatabaseKind.postgres.dialect())
        #expect(try source.sql() == "-- Not written: foreign table app.far : it has no type yet\n")
        #expect(
            source.swift(named: "shop") == """
                // Not written: foreign table app.far : it has no type yet
                import MigrationDSL

                extension DeclaredSchema {
                    static let shop = DeclaredSchema {}
                }

                """
        )
    }
}
