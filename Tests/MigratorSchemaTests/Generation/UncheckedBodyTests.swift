import MigrationDSL
import MigratorCatalogue
import MigratorDatabase
import MigratorDialects
import Testing

@testable import MigratorSchema

/// Functions whose bodies name what is not there, made on the way there or back.
struct UncheckedBodyTests {
    private static let setting = "SET LOCAL check_function_bodies = off"

    private func function(_ body: String, _ name: ObjectName = "f", language: String = "sql") -> Function {
        Function(
            name,
            "",
            SQLText("CREATE FUNCTION \(name.name)() RETURNS bigint LANGUAGE \(language) AS $body$\(body)$body$")
        )
    }

    private func statements(_ plan: GeneratedPlan) throws -> (up: [String], down: [String]) {
        let part = try #require(plan.parts.first)
        let back =
            switch part.downgrade {
            case .derived: try part.upgrade.reversedOperations()
            case .operations(let operations): operations
            case .none: [Operation]()
            }
        return (try Generating.postgres.sql(part.upgrade), try Generating.postgres.sql(back))
    }

    private func hazards(_ plan: GeneratedPlan) -> [String] {
        plan.details.flatMap(\.hazards).map(\.description).filter { $0.contains("unchecked") }
    }

    /// What is told of a function that is made beside a table `t` with a column `id`.
    private func names(_ body: String, language: String = "sql") async throws -> [String] {
        let table = Table("t") { Column("id", .integer) }
        let plan = try await Generating.postgres.plan(
            DeclaredSchema { table },
            DeclaredSchema {
                table
                function(body, language: language)
            }
        )
        let isSet = try statements(plan).up.contains(Self.setting)
        #expect(isSet == !hazards(plan).isEmpty)
        return hazards(plan).compactMap { $0.split(separator: ": ").last.map(String.init) }
    }

    @Test func aDeadFunctionIsMadeWithoutALookAtItsBody() async throws {
        let plan = try await Generating.postgres.plan(
            DeclaredSchema([]),
            DeclaredSchema { function("DELETE FROM later WHERE 1 = 3; SELECT 1::bigint") }
        )
        #expect(try statements(plan).up.first == Self.setting)
        #expect(try statements(plan).up.count == 2)
        #expect(try statements(plan).down == [#"DROP FUNCTION "f"()"#])
        #expect(
            hazards(plan) == [
                "leaves the body of function f() unchecked, which names what is not there when it is made: later"
            ]
        )
    }

    @Test func theWayBackOfADeadFunctionSaysSoAlone() async throws {
        let plan = try await Generating.postgres.plan(
            DeclaredSchema { function("SELECT count(*) FROM later") },
            DeclaredSchema([])
        )
        #expect(try statements(plan).up == [#"DROP FUNCTION "f"()"#])
        #expect(try statements(plan).down.first == Self.setting)
        #expect(try statements(plan).down.count == 2)
        #expect(hazards(plan).count == 1)
    }

    @Test func aFunctionThatReadATableComesBackAheadOfIt() async throws {
        let plan = try await Generating.postgres.plan(
            DeclaredSchema {
                Table("gone") { Column("id", .integer) }
                function("SELECT count(*) FROM gone")
            },
            DeclaredSchema { function("SELECT 1::bigint") }
        )
        #expect(try !statements(plan).up.contains(Self.setting))
        let back = try statements(plan).down
        let place = back.firstIndex { $0.contains("FUNCTION") }
        #expect(place.map { back[$0 - 1] } == Self.setting)
    }

    @Test func aFunctionThatReadAColumnComesBackAheadOfIt() async throws {
        func schema(_ columns: [Column], _ body: String) -> DeclaredSchema {
            DeclaredSchema {
                Table("t") { columns }
                function(body)
            }
        }
        let (id, x) = (Column("id", .integer), Column("x", .integer))
        let (narrow, wide) = (schema([id], "SELECT count(id) FROM t"), schema([id, x], "SELECT sum(x) FROM t"))
        let lost = try statements(await Generating.postgres.plan(wide, narrow))
        #expect(!lost.up.contains(Self.setting))
        #expect(lost.down.first == Self.setting)
        let won = try statements(await Generating.postgres.plan(narrow, wide))
        #expect(!won.up.contains(Self.setting))
        #expect(!won.down.contains(Self.setting))
    }

    @Test func whatIsThereIsChecked() async throws {
        let bodies = [
            "SELECT count(*) FROM t", "SELECT count(*) FROM public.t, ONLY t AS u JOIN t v USING (id), LATERAL now()",
            "WITH later (id) AS (SELECT 1), more AS MATERIALIZED (TABLE later) SELECT count(*) FROM later, more",
            "SELECT extract(year FROM now())::bigint", "SELECT count(*) FROM generate_series(1, 2) AS later, pg_class",
            "SELECT 1::bigint WHERE 1 IS DISTINCT FROM 2 -- FROM later", "SELECT count(*) FROM (t CROSS JOIN t u)",
            "SELECT count(*) FROM information_schema.tables WHERE table_name = 'FROM later'",
            "INSERT INTO t (id) SELECT u.id FROM t u FOR UPDATE OF u; UPDATE t SET id = 1; SELECT f()",
            "INSERT INTO public.t (id) VALUES (1) ON CONFLICT DO NOTHING; SELECT trim(both FROM ' ')::bigint",
        ]
        for body in bodies { #expect(try await names(body) == [], "\(body)") }
        let procedural = "DECLARE a t%ROWTYPE; b t.id%TYPE; c bigint := 1; BEGIN DELETE FROM later; RETURN c; END"
        #expect(try await names(procedural, language: "plpgsql") == [])
        #expect(try await names("select * from later", language: "plother") == [])
    }

    @Test func whatIsNotThereIsNamed() async throws {
        let bodies: [(String, String)] = [
            ("SELECT count(*) FROM t, later", "later"), ("SELECT count(*) FROM t JOIN \"La ter\" USING (id)", "La ter"),
            ("INSERT INTO gone.later (id) SELECT 1; SELECT 1::bigint", "gone.later"),
            ("SELECT count(*) FROM (later CROSS JOIN t)", "later"),
            ("UPDATE later SET id = 1; SELECT 1::bigint", "later"), ("SELECT public.later(1)", "public.later"),
            ("DELETE FROM t USING later WHERE t.id = later.id; SELECT 1::bigint", "later"),
        ]
        for (body, name) in bodies { #expect(try await names(body) == [name], "\(body)") }
        let procedural = "DECLARE\n a later%ROWTYPE; b more.id%TYPE;\nBEGIN RETURN 1; END"
        #expect(try await names(procedural, language: "plpgsql") == ["later, more"])
    }
}
