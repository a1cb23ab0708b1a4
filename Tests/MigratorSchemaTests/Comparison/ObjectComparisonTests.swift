import MigrationDSL
import MigratorCatalogue
import MigratorDatabase
import Testing

@testable import MigratorSchema

/// Types, sequences, views, functions, triggers, policies and what has no type of its own.
struct ObjectComparisonTests {
    private let postgres = Comparing.postgres
    private let sqlite = Comparing.sqlite

    @Test
    func `Values are added to an enum type where they belong`() async throws {
        let result = try await postgres.result {
            EnumType("mood", ["sad", "glad"])
        } to: {
            EnumType("mood", ["numb", "sad", "calm", "glad", "mad"])
        }
        #expect(
            result.lines == [
                "addEnumValue: value numb of enum mood: added before all others",
                "addEnumValue: value calm of enum mood: added after sad",
                "addEnumValue: value mad of enum mood: added after glad",
            ]
        )
        #expect(result.differences[1].new == .enumValue("calm", after: "sad"))
    }

    @Test
    func `An enum type that loses values, or has them in another order, is made anew`() async throws {
        func words(_ values: [String]) async throws -> [String] {
            try await postgres.words {
                EnumType("mood", ["a", "b", "c"])
            } to: {
                EnumType("mood", values)
            }
        }
        #expect(try await words(["a", "c"]) == ["createEnum: enum mood: without b; made anew"])
        #expect(try await words(["a", "c", "b"]) == ["createEnum: enum mood: values in another order; made anew"])
        #expect(try await words(["a", "b", "c"]) == [])
    }

    @Test
    func `A value is renamed only if that is told`() async throws {
        var told = postgres
        told.renames = Renames([Rename("glad", of: .enumeration("mood"), to: "happy")])
        let words = try await told.words {
            EnumType("mood", ["sad", "glad"])
        } to: {
            EnumType("mood", ["sad", "happy", "mad"])
        }
        #expect(
            words == [
                "renameEnumValue: value glad of enum mood -> happy",
                "addEnumValue: value mad of enum mood: added after happy",
            ]
        )
    }

    @Test
    func `A column may bring its enum type, where there are such`() async throws {
        let brought = Table("t") { Column("m", .enumeration("mood", values: ["a", "b"])) }
        let apart = [
            EnumType("mood", ["a", "b"]).declared(at: SourceLocation(file: "", line: 0)),
            Table("t") { Column("m", .enumeration("mood")) }.declared(at: SourceLocation(file: "", line: 0)),
        ].flatMap(\.self)
        let words = try await postgres.result(postgres.read(apart), Schema(DeclaredSchema { brought }, for: .postgres))
        #expect(words.lines == [])
        let made = try await postgres.words {
        } to: {
            brought
        }
        #expect(made == ["createEnum: enum mood: added", "createTable: table t: added"])
        let other = try await sqlite.words {
        } to: {
            EnumType("mood", ["a"])
            brought
        }
        #expect(other == ["createTable: table t: added"])
    }

    @Test
    func `Domains are compared with their checks`() async throws {
        let same = try await postgres.words {
            Domain("even", .integer, checks: [Check("((VALUE % 2) = 0)", name: "even_check")])
        } to: {
            Domain("even", .custom("int"), checks: [Check("VALUE % 2 = 0")])
        }
        #expect(same == [])
        let words = try await postgres.words {
            Domain("lang", .text, default: .expression("'en'::text"), nullable: false)
        } to: {
            Domain("lang", .text, default: "en", checks: [Check("length(VALUE) = 2", name: "two")])
        }
        #expect(words == ["alterDomain: domain lang: not null -> null; check two added"])
        let type = try await postgres.words {
            Domain("lang", .text)
        } to: {
            Domain("lang", .string(9))
        }
        #expect(type == ["createDomain: domain lang: text -> varchar(9); made anew"])
    }

    @Test
    func `Composite types change by attribute`() async throws {
        let words = try await postgres.words {
            CompositeType("geo", [.init("lat", .double), .init("name", .text), .init("old", .text)])
        } to: {
            CompositeType("geo", [.init("lat", .double), .init("name", .string(9)), .init("alt", .double)])
        }
        #expect(
            words == [
                "alterCompositeType: attribute old of composite type geo: dropped (destroys)",
                "alterCompositeType: attribute name of composite type geo: text -> varchar(9)",
                "alterCompositeType: attribute alt of composite type geo: added",
            ]
        )
    }

    @Test
    func `Sequences are compared by how they count and whose they are`() async throws {
        let same = try await postgres.words {
            NumberSequence("q", type: .bigInt, start: 1, increment: 1, minimum: 1, maximum: Int.max, cache: 1)
        } to: {
            NumberSequence("q")
        }
        #expect(same == [])
        let words = try await postgres.words {
            Table("t") { Column("id", .bigInt) }
            NumberSequence("q")
        } to: {
            Table("t") { Column("id", .bigInt) }
            NumberSequence("q", increment: -1, cycles: true).owned(by: "t", "id")
        }
        #expect(
            words == [
                "alterSequence: sequence q: start 1 -> -1; increment 1 -> -1; minimum 1 -> \(Int.min); "
                    + "maximum \(Int.max) -> -1; cycles; owner none -> t.id"
            ]
        )
    }

    @Test
    func `Extensions and schemas are made and dropped, whatever their version`() async throws {
        let words = try await postgres.words {
            Extension("citext", schema: "public", version: "1.6").comment("of the server")
            Extension("hstore")
            SchemaName("public")
        } to: {
            Extension("citext")
            SchemaName("app")
        }
        #expect(words == ["createSchema: schema app: added", "dropExtension: extension hstore: dropped (destroys)"])
    }

    @Test
    func `Views are compared by their query and what they are beside it`() async throws {
        let same = try await postgres.words {
            Table("t") { Column("a", .integer) }
            View("v", as: "SELECT a\n FROM public.t;")
        } to: {
            Table("t") { Column("a", .integer) }
            View("v", as: "select a from t -- all")
        }
        #expect(same == [])
        let options = try await postgres.words {
            View("v", as: "SELECT 1")
        } to: {
            View("v", as: "SELECT 1", options: ViewOptions(securityInvoker: true, check: .local))
        }
        #expect(options == ["alterView: view v: security invoker on; check option none -> local"])
        let kinds = try await postgres.words {
            View("v", as: "SELECT 1")
        } to: {
            View("v", as: "SELECT 1", materialized: true)
        }
        #expect(kinds == ["createView: materialized view v: added", "dropView: view v: dropped"])
        let data = try await postgres.words {
            View("v", as: "SELECT 1", materialized: true)
        } to: {
            View("v", as: "SELECT 1", materialized: true, withData: false)
        }
        #expect(data == [])
    }

    @Test
    func `What a server says of two queries counts, and it is asked once`() async throws {
        let views = [View("v", as: "SELECT * FROM t"), View("v", as: "SELECT t.a FROM t"), View("v", as: "SELECT 2")]
        var comparing = postgres
        comparing.oracle = KnownForms([
            "SELECT * FROM t": " SELECT a FROM t;", "SELECT t.a FROM t": " SELECT a FROM t;", "SELECT 2": " SELECT 2;",
        ])
        #expect(
            try await comparing.words {
                views[0]
            } to: {
                views[1]
            } == []
        )
        #expect(
            try await comparing.words {
                views[0]
            } to: {
                views[2]
            } == ["replaceView: view v: query changed"]
        )
        let oracle = NotingOracle()
        comparing.oracle = oracle
        let words = try await comparing.words {
            Table("t") { Column("a", .integer).check("a > 0 + 0", name: "c") }
            views[0]
        } to: {
            Table("t") { Column("a", .bigInt).check("a > 0", name: "c") }
            views[1]
        }
        #expect(
            words == [
                "alterColumn: column t.a: integer -> bigint", "unverified: check c of t", "unverified: query of view v",
            ]
        )
        let asked = await oracle.asked
        #expect(asked.count == 1)
        #expect(asked.first?.map(\.text) == ["a > 0 + 0", "a > 0", "SELECT * FROM t", "SELECT t.a FROM t"])
        #expect(asked.first?.prefix(2).allSatisfy { $0.columns.map(\.type) == [.bigInt] } == true)
    }

    @Test
    func `A server is asked nothing where all is surely the same`() async throws {
        let oracle = NotingOracle()
        var comparing = postgres
        comparing.oracle = oracle
        let words = try await comparing.words {
            Table("t") {
                Column("a", .integer).default(.expression("'1'::integer")).check("(a > 0)", name: "t_a_check")
            }
        } to: {
            Table("t") { Column("a", .integer).default(1).check("a > 0") }
        }
        #expect(words == [])
        #expect(await oracle.asked.isEmpty)
    }

    @Test
    func `A materialized view that is made anew takes its indexes along`() async throws {
        var comparing = postgres
        comparing.oracle = KnownForms(["SELECT 1 AS a": "1", "SELECT 1 AS a, 2 AS b": "2"])
        let words = try await comparing.words {
            View("v", as: "SELECT 1 AS a", materialized: true)
            Index("v_a", on: "v", columns: ["a"])
        } to: {
            View("v", as: "SELECT 1 AS a, 2 AS b", materialized: true)
            Index("v_a", on: "v", columns: ["a"])
        }
        #expect(words == ["replaceView: materialized view v: query changed", "createIndex: index v_a: added"])
    }

    @Test
    func `Functions are compared by their definition, quotes and layout aside`() async throws {
        let same = try await postgres.words {
            Function(
                "f",
                "a integer",
                """
                CREATE OR REPLACE FUNCTION public.f(a integer)
                 RETURNS integer LANGUAGE sql AS $function$SELECT a$function$
                """
            )
        } to: {
            Function("f", "a int", "CREATE FUNCTION f(a integer) RETURNS integer LANGUAGE sql AS 'SELECT a';")
        }
        #expect(same == [])
        let other = try await postgres.words {
            Function("f", "a integer", "CREATE FUNCTION f(a integer) RETURNS integer LANGUAGE sql AS 'SELECT a'")
        } to: {
            Function("f", "a bigint", "CREATE FUNCTION f(a bigint) RETURNS bigint LANGUAGE sql AS 'SELECT a'")
        }
        #expect(
            other == ["createFunction: function f(a bigint): added", "dropFunction: function f(a integer): dropped"]
        )
    }

    @Test
    func `Triggers are compared by their definition and state`() async throws {
        func words(
            _ comparing: Comparing,
            _ old: SQLText,
            _ new: SQLText,
            _ state: TriggerState
        ) async throws -> [String] {
            try await comparing.words {
                Table("t") { Column("a", .integer) }
                Trigger("g", on: "t", old)
            } to: {
                Table("t") { Column("a", .integer) }
                Trigger("g", on: "t", new, state: state)
            }
        }
        let live: SQLText = "CREATE TRIGGER g AFTER INSERT ON public.t FOR EACH ROW EXECUTE FUNCTION f()"
        let declared: SQLText = "create trigger g after insert on t for each row execute procedure f()"
        #expect(try await words(postgres, live, declared, .enabled) == [])
        #expect(
            try await words(postgres, live, declared, .disabled) == ["setTrigger: trigger g of t: enabled -> disabled"]
        )
        let first: SQLText = "CREATE TRIGGER g AFTER INSERT ON t BEGIN UPDATE t SET a = 'x;y'; SELECT 1; END"
        let second: SQLText =
            "CREATE TRIGGER IF NOT EXISTS g AFTER INSERT ON t\nBEGIN\n update t set a='x;y'; select 1;\nEND;"
        #expect(try await words(sqlite, first, second, .enabled) == [])
    }

    @Test
    func `Policies are compared by roles and conditions`() async throws {
        func words(_ old: Policy, _ new: Policy) async throws -> [String] {
            try await postgres.words {
                Table("t") { Column("o", .text) }
                old
            } to: {
                Table("t") { Column("o", .text) }
                new
            }
        }
        #expect(
            try await words(
                Policy("own", on: "t", using: "(o = CURRENT_USER)"),
                Policy("own", on: "t", to: ["PUBLIC"], using: "o = current_user")
            ) == []
        )
        #expect(
            try await words(Policy("own", on: "t", using: "true"), Policy("own", on: "t", to: ["app"], using: "true"))
                == ["alterPolicy: policy own of t: to public -> app"]
        )
        #expect(
            try await words(Policy("own", on: "t", using: "true"), Policy("own", on: "t", for: .select, using: "true"))
                == ["createPolicy: policy own of t: for all -> select; made anew"]
        )
    }

    @Test
    func `What has no type is left alone where it is not declared, and listed`() async throws {
        let table = Table("t") { Column("a", .integer) }
        let rule = Opaque("rule", "keep", "CREATE RULE keep AS ON DELETE TO t DO INSTEAD NOTHING", on: "t")
        let declared = try await postgres.result {
            table
            rule
        } to: {
            table
        }
        #expect(declared.lines == [])
        #expect(
            declared.unsupported == [
                Schema.Unsupported("keep", kind: "rule", why: "it is not declared, and is left alone")
            ]
        )
        let read = try await postgres.result(
            postgres.read {
                table
                rule
            },
            postgres.read { table }
        )
        #expect(read.lines == ["dropOpaque: rule keep of t: dropped"])
        let foreign = Schema.Unsupported("f", kind: "foreign table", why: "it has no words")
        let listed = try await postgres.result(
            Schema(.postgres, unsupported: [foreign]),
            Schema(.postgres, unsupported: [foreign])
        )
        #expect(listed.unsupported == [foreign])
    }

    @Test
    func `A virtual table with other arguments is made anew`() async throws {
        let words = try await sqlite.words {
            VirtualTable("s", using: "fts5", ["a", "tokenize = 'porter'"])
            VirtualTable("r", using: "fts5", ["a"])
        } to: {
            VirtualTable("s", using: "FTS5", ["a", "tokenize='porter'"])
            VirtualTable("r", using: "fts5", ["a", "b UNINDEXED"])
        }
        #expect(
            words == ["createVirtualTable: table r: fts5(a) -> fts5(a, b UNINDEXED); made anew (destroys)"]
        )
    }
}
