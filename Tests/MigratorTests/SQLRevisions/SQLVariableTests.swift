import MigrationDSL
import MigratorCore
import MigratorDatabase
import Testing

@testable import MigratorSources

/// Variables in SQL, as psql spells them.
@Suite struct SQLVariableTests {
    private static let header = "-- revision: a1\n-- uses: schema, value"

    private func file(_ body: String, header: String = Self.header) throws -> SQLRevisionFile {
        try SQLFixture.parse(SQLFixture.file(body, header: header))
    }

    private func texts(
        _ body: String,
        _ values: [String: String],
        _ kind: DatabaseKind = .postgres
    ) throws -> [String] {
        var statements = try file(body).statements(of: .upgrade, for: kind)
        statements.take(RevisionArguments(values))
        try statements.requireValues(of: "a1")
        return statements.indices.compactMap { statements.text(at: $0) }
    }

    @Test(arguments: [DatabaseKind.postgres, .sqlite]) func valuesAreQuoted(_ kind: DatabaseKind) throws {
        let body = "CREATE TABLE :\"schema\".t (a text DEFAULT :'value');\nSELECT 1; SELECT :'value',:\"schema\".b"
        #expect(
            try texts(body, ["schema": "My \"own\"", "value": "it's \"a\" \\ é"], kind) == [
                "CREATE TABLE \"My \"\"own\"\"\".t (a text DEFAULT 'it''s \"a\" \\ é')", "SELECT 1",
                "SELECT 'it''s \"a\" \\ é',\"My \"\"own\"\"\".b",
            ]
        )
    }

    @Test func onlyWhatPsqlTakesForAVariableIsOne() throws {
        let body = """
            SELECT a::"schema", b::'value', :::'value', c=:'value', ':"schema"', $$ :'value' $$, -- :'nothing'
                x[1: 'value'], e:E'value' /* :"other" */, :"no name", :"schema"
            """
        #expect(
            try texts(body, ["schema": "s", "value": "v"]) == [
                """
                SELECT a::"schema", b::'value', ::'v', c='v', ':"schema"', $$ :'value' $$, -- :'nothing'
                    x[1: 'value'], e:E'value' /* :"other" */, :"no name", "s"
                """
            ]
        )
    }

    @Test func aFileThatUsesNoneSaysWhatItSays() throws {
        #expect(try SQLFixture.statements("SELECT :'value', x[1:\"schema\"]") == ["SELECT :'value', x[1:\"schema\"]"])
    }

    @Test(arguments: [
        ("SELECT :\"schema\",\n  :'valu'", "5:3: 'valu' is no variable of this file; '-- uses:' lists schema, value"),
        ("SELECT :\"schema\"", "2:4: 'value' is in '-- uses:' and nowhere in the file"),
    ])
    func whatIsUnknownOrUnusedIsAnError(_ body: String, _ expected: String) {
        #expect(SQLFixture.failure(SQLFixture.file(body, header: Self.header)).hasPrefix(expected))
    }

    @Test(arguments: [
        ("a b", "a variable's name has"), ("", "a variable's name has"), ("a, a", "'-- uses:' lists 'a' twice"),
    ])
    func namesAreChecked(_ list: String, _ expected: String) {
        let failure = SQLFixture.failure(SQLFixture.file("SELECT :'a'", header: "-- revision: a1\n-- uses: \(list)"))
        #expect(failure.hasPrefix("2:") && failure.contains(expected), "\(failure)")
    }

    @Test func aVariableThatOnlyTheDowngradeHasIsUsed() throws {
        let body = "SELECT :\"schema\";\n-- downgrade\nSELECT :'value'"
        var upgrade = try file(body).statements(of: .upgrade, for: .postgres)
        upgrade.take(RevisionArguments(["schema": "s"]))
        try upgrade.requireValues(of: "a1")
        var downgrade = try file(body).statements(of: .downgrade, for: .postgres)
        downgrade.take(RevisionArguments(["schema": "s"]))
        #expect(throws: MigratorError.self) { try downgrade.requireValues(of: "a1") }
    }

    @Test func aMissingValueIsNamedWithItsPlace() throws {
        let body = "SELECT 1;\nSELECT :'value',\n  'é', :\"schema\""
        let missing = #expect(throws: MigratorError.self) { try texts(body, ["value": "v"]) }
        #expect(missing?.code == .invalidSetting)
        #expect(missing?.location == SourceLocation(file: "f.sql", line: 6, column: 8))
        #expect(missing?.message == "revision a1 uses 'schema', which was not given; say -x schema=VALUE")
        let empty = #expect(throws: MigratorError.self) { try texts(body, ["value": "", "schema": ""]) }
        #expect(empty?.message.contains("its value is empty") == true)
    }

    @Test func valuesAreNoPartOfAnyDigest() throws {
        let body = "SELECT :\"schema\";\nSELECT :'value'"
        let file = try file(body)
        var (one, other) = (
            try file.statements(of: .upgrade, for: .postgres), try file.statements(of: .upgrade, for: .postgres)
        )
        one.take(RevisionArguments(["schema": "s", "value": "v"]))
        other.take(RevisionArguments(["schema": "t", "value": "w"]))
        #expect(one.text(at: 0) != other.text(at: 0))
        #expect(one.digest(of: 0..<2, .text) == other.digest(of: 0..<2, .text))
        // To begin to use a variable is an edit.
        let plain = try SQLFixture.parse(SQLFixture.file("SELECT schema;\nSELECT 'value'"))
        #expect(plain.upgradeDigest != file.upgradeDigest)
    }

    @Test func whatWasReadIsKnown() throws {
        let arguments = RevisionArguments(["schema": "s", "value": "v", "other": "o"])
        var statements = try file("SELECT :\"schema\", :'value'").statements(of: .upgrade, for: .sqlite)
        statements.take(arguments)
        #expect(arguments.read == ["schema": "s", "value": "v"])
    }
}
