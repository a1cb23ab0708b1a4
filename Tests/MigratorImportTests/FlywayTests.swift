import MigratorImport
import Testing

struct FlywayTests {
    @Test func versionsAreOrderedAsNumbersAndUndoneByTheirOwn() throws {
        let project = try Project(
            .flyway,
            [
                "V10__ten.sql": "SELECT 10;\n", "V2__two.sql": "SELECT 2;\n", "sub/V2_1__two_one.sql": "SELECT 21;\n",
                "V13.1__x_y.sql": "SELECT 131;\n", "U2__undo.sql": "SELECT -2;\n", "V003.sql": "SELECT 3;\n",
                "V14__concurrent.sql": "SELECT 14;\n", "V14__concurrent.sql.conf": "executeInTransaction=false\n",
                "notes.sql": "no",
            ]
        ).imported()
        #expect(
            project.chain == ["2 < ", "2.1 < 2", "003 < 2.1", "10 < 003", "13.1 < 10", "14 < 13.1"]
        )
        #expect(project.revisions.map(\.message) == ["two", "two one", "version 003", "ten", "x y", "concurrent"])
        #expect(project.revisions[0].text.contains("\n-- downgrade\nSELECT -2;\n"))
        #expect(project.revisions[1].text.contains("-- irreversible: there is no migration U2.1\n"))
        #expect(project.revisions[1].importedFrom.keys == ["2.1"])
        #expect(project.revisions[5].isTransactional == false)
        #expect(project.left.isEmpty)
    }

    @Test func whatIsNoStepOfAHistoryIsListed() throws {
        let project = try Project(
            .flyway,
            [
                "V1__a.sql": "SELECT 1;\n", "R__views.sql": "SELECT 1;", "B1__base.sql": "SELECT 1;",
                "beforeMigrate.sql": "SELECT 1;", "afterEachMigrate__x.sql": "SELECT 1;", "U7__x.sql": "SELECT 1;",
                "V2__b.java": "class V2__b {}", "V3__c.sql": "-- ${no}\nSELECT 1;\nSELECT '${yes}';\n",
                "V4__d.sql": "SELECT 1;\n", "V4__d.sql.conf": "# it\nplaceholderPrefix=x\n",
                "V5__e.sql": "SELECT '${kept}';\n", "V5__e.sql.conf": "placeholderReplacement = false\n",
            ]
        ).imported()
        #expect(project.chain == ["1 < ", "2 < 1", "3 < 2", "4 < 3", "5 < 4"])
        let places = project.left.map(\.place)
        #expect(
            places == [
                "B1__base.sql", "R__views.sql", "U7__x.sql", "afterEachMigrate__x.sql", "beforeMigrate.sql",
                "V2__b.java", "V3__c.sql:3", "V4__d.sql.conf:2",
            ]
        )
        #expect(project.revisions[4].text.contains("-- upgrade\nSELECT '${kept}';\n"))
    }

    @Test func oneAndOnePointZeroAreOneVersion() {
        let project = Project(.flyway, ["V1__a.sql": "", "V1.0__b.sql": ""])
        #expect(project.refusal().contains("as well"))
    }
}
