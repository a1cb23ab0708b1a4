import MigratorSystem
import Testing

@testable import MigratorDialects

/// The names of a schema's objects on a scratch, and back.
struct PostgresScratchNamesTests {
    private let names = PostgresScratchNames([
        .init(name: "public", written: "public", inner: "r_0", ofExtensions: [ExactText("citext"), ExactText("=")]),
        .init(name: "App", written: "\"App\"", inner: "r_1"),
        .init(name: "elsewhere", written: "elsewhere", inner: nil),
    ])

    @Test(arguments: [
        ("SELECT public.f(1)", "SELECT r_0.f(1)"),
        ("SELECT PUBLIC . f(1), \"public\".\"F\"", "SELECT r_0 . f(1), r_0.\"F\""),
        ("SELECT \"App\".t, app.t, \"app\".t", "SELECT r_1.t, app.t, \"app\".t"),
        // What extensions have stays where it is.
        ("a::public.citext OPERATOR(public.=) b::public.mood", "a::public.citext OPERATOR(public.=) b::r_0.mood"),
        // Columns, texts and comments are none of a schema's names.
        ("t.public.a + x.public", "t.public.a + x.public"),
        ("'public.f' || $$public.f$$ -- public.f", "'public.f' || $$public.f$$ -- public.f"),
        ("public = 1", "public = 1"),
        ("nextval('public.s'::regclass) || 'public.s'", "nextval('r_0.s'::regclass) || 'public.s'"),
        ("nextval('\"App\".s'::pg_catalog.regclass)", "nextval('\"App\".s'::pg_catalog.regclass)"),
    ])
    func aTextIsRunWithOtherNames(_ text: String, _ inner: String) throws {
        #expect(names.inside(text) == inner)
    }

    @Test(arguments: ["elsewhere.f(1)", "'elsewhere.s'::regclass", "'never closed"])
    func whatHasNoPlaceIsNotRun(_ text: String) {
        #expect(names.inside(text) == nil)
    }

    @Test(arguments: [
        ("r_0.f(1) + r_1.g(2)", "public.f(1) + \"App\".g(2)"),
        ("nextval('r_0.s'::regclass)", "nextval('public.s'::regclass)"),
        ("'r_0.s'::text || x.r_0", "'r_0.s'::text || x.r_0"),
        ("public.f(1)", "public.f(1)"),
    ])
    func whatIsSaidHasTheNamesOfTheSchema(_ form: String, _ outer: String) {
        #expect(names.outside(form) == outer)
    }

    @Test func temporaryTypesAreSaidWithTheirSchema() {
        let names = PostgresScratchNames([.init(name: "public", written: "public", inner: "pg_temp")])
        let types: Set = [ExactText("mood"), ExactText("\"Mood\"")]
        let form = "((mood = 'low'::mood) AND ((a)::text = '::mood'::text) AND (b = 'x'::\"Mood\"[]))"
        #expect(
            names.outside(form, types: types)
                == "((mood = 'low'::public.mood) AND ((a)::text = '::mood'::text) AND (b = 'x'::public.\"Mood\"[]))"
        )
        #expect(names.outside("pg_temp.f(n, 'low'::pg_temp.money)", types: types) == "public.f(n, 'low'::public.money)")
    }

    @Test func withoutSchemasATextStaysAsItIs() {
        let names = PostgresScratchNames([])
        #expect(names.inside("public.f(1") == "public.f(1")
        #expect(names.outside("pg_temp.f(1)") == "pg_temp.f(1)")
    }

    @Test(arguments: [
        ("public.f(1)", true), ("a OPERATOR(public.+) b", true), ("lower('a')", false), ("'a'::public.mood", false),
        ("1.5 + (2)", false),
    ])
    func callsOfOthersAreKnownByTheirSchema(_ text: String, _ calls: Bool) throws {
        #expect(try #require(PostgresTokens(text)).callsOthers == calls)
    }
}
