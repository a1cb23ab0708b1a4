import MigrationDSL
import MigratorImport
import Testing

struct PairedFilesTests {
    @Test func golangMigrateOrdersByNumberAndKeepsBothDirections() throws {
        let project = try Project(
            .golangMigrate,
            [
                "10_last.up.sql": "SELECT 10;\n", "10_last.down.sql": "SELECT -10;\n",
                "9_add the_first.up.sql": "SELECT 9;\n", "9_add the_first.down.sql": "SELECT -9;\n",
                "README.md": "no", "10_last.up.sql.orig": "no", "x_y.up.sql": "no",
            ]
        ).imported()
        #expect(project.chain == ["9 < ", "10 < 9"])
        #expect(project.left.isEmpty)
        #expect(
            project.revisions[0].text == """
                -- revision: 9
                -- message: add the first
                -- imported-from: golang-migrate 9

                -- upgrade
                SELECT 9;

                -- downgrade
                SELECT -9;

                """
        )
    }

    @Test func zerosInFrontStayInTheIdAndNotInTheKey() throws {
        let revision = try Project(.golangMigrate, ["000012_x.up.sql": "SELECT 1;"]).imported().revisions[0]
        #expect(revision.id == "000012")
        #expect(revision.importedFrom == ImportedFrom(.golangMigrate, ["12"]))
        #expect(revision.text.contains("-- irreversible: there is no file 000012_x.down.sql\n"))
    }

    @Test func twoFilesOfOneNumberAreRefusedByTheirNames() {
        let project = Project(.golangMigrate, ["1_a.up.sql": "", "01_b.up.sql": ""])
        #expect(project.refusal().contains("01_b.up.sql:1:1: the version 1 is that of 1_a.up.sql as well"))
        #expect(Project(.golangMigrate, ["99999999999999999999_a.up.sql": ""]).refusal().contains("too large"))
    }

    @Test func aWayBackAloneIsPassedThroughWithoutAStatement() throws {
        let text = try Project(.golangMigrate, ["1_a.down.sql": "SELECT 1;\n"]).text()
        #expect(text.hasSuffix("-- upgrade\n\n-- downgrade\nSELECT 1;\n"))
    }

    @Test func sqlxKnowsSimpleAndReversibleOnes() throws {
        let project = try Project(
            .sqlx,
            [
                "20200101_simple.sql": "SELECT 1;\n",
                "20200102_both.up.sql": "SELECT 2;\n", "20200102_both.down.sql": "SELECT -2;\n",
                "20200103_alone.sql": "-- no-transaction\nCREATE INDEX CONCURRENTLY i ON t (a);\n",
            ]
        ).imported()
        #expect(project.chain == ["20200101 < ", "20200102 < 20200101", "20200103 < 20200102"])
        #expect(project.revisions.map(\.isTransactional) == [true, true, false])
        #expect(project.revisions[0].text.contains("-- irreversible: 20200101_simple.sql has no way back\n"))
        #expect(project.revisions[1].text.contains("\n-- downgrade\nSELECT -2;\n"))
        #expect(project.revisions[2].text.contains("-- transaction: off\n"))
        #expect(project.revisions[2].text.contains("-- upgrade\n-- no-transaction\nCREATE INDEX"))
    }

    @Test func dieselHasAFolderForEach() throws {
        let project = try Project(
            .diesel,
            [
                "2019-02-26-002946_create_user/up.sql": "CREATE TABLE u (id int);\n",
                "2019-02-26-002946_create_user/down.sql": "DROP TABLE u;\n",
                "00000000000000_diesel_initial_setup/up.sql": "SELECT 1;\n",
                "2020-01-01-000000-0000_index/up.sql": "CREATE INDEX CONCURRENTLY i ON u (id);\n",
                "2020-01-01-000000-0000_index/metadata.toml": "# how\nrun_in_transaction = false # so\n",
                "up.sql": "no", "without/down.sql": "no",
            ]
        ).imported()
        #expect(
            project.chain == [
                "00000000000000 < ", "20190226002946 < 00000000000000", "202001010000000000 < 20190226002946",
            ]
        )
        #expect(project.revisions.map(\.message) == ["diesel initial setup", "create user", "index"])
        #expect(project.revisions.map(\.isTransactional) == [true, true, false])
        let wrong = Project(.diesel, ["1_a/up.sql": "", "1_a/metadata.toml": "\nrun_in_transaction = \"no\"\n"])
        #expect(wrong.refusal() == "1_a/metadata.toml:2:1: run_in_transaction is true or false")
    }
}
