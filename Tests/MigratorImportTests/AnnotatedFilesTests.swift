import MigratorImport
import Testing

struct AnnotatedFilesTests {
    @Test func dbmateIsTakenApartAtItsLines() throws {
        let text = try Project(
            .dbmate,
            [
                "20200101120000_create_users.sql": """
                -- what this is about
                -- migrate:up
                CREATE TABLE users (id int);

                -- migrate:down
                DROP TABLE users;
                """
            ]
        ).text()
        #expect(
            text == """
                -- revision: 20200101120000
                -- message: create users
                -- imported-from: dbmate 20200101120000

                -- upgrade
                -- what this is about
                CREATE TABLE users (id int);


                -- downgrade
                DROP TABLE users;

                """
        )
    }

    @Test(arguments: ["up", "down"])
    func anOptionOfDbmateOfEitherDirectionIsOfTheRevision(direction: String) throws {
        let option = { $0 == direction ? " transaction:false" : "" }
        let text = "-- migrate:up\(option("up"))\nSELECT 1;\n--migrate:down\(option("down"))\nSELECT 2;\n"
        #expect(try Project(.dbmate, ["1.sql": text]).imported().revisions[0].isTransactional == false)
    }

    @Test func dbmateRefusesWhatDbmateRefuses() {
        #expect(Project(.dbmate, ["1.sql": "SELECT 1;"]).refusal() == "1.sql:1:1: a statement before '-- migrate:up'")
        #expect(Project(.dbmate, ["1.sql": "-- x"]).refusal() == "1.sql:1:1: the file has no line '-- migrate:up'")
        let down = Project(.dbmate, ["1.sql": "\n-- migrate:down\n-- migrate:up\n"])
        #expect(down.refusal() == "1.sql:2:1: '-- migrate:down' stands before '-- migrate:up'")
        let none = Project(.dbmate, ["README.sql": "x"])
        #expect(none.refusal() == "there has no migration of dbmate; give the folder in which they lie")
    }

    @Test func twoBlocksOfDbmateInOneFileAreLeft() throws {
        let text = "-- migrate:up\nSELECT 1;\n-- migrate:down\n-- migrate:up\nSELECT 2;\n"
        let project = try Project(.dbmate, ["1_x.sql": text]).imported()
        #expect(project.leftover.first?.hasPrefix("1_x.sql:4: a second block") == true)
    }

    @Test func gooseIsTakenApartLineByLine() throws {
        let project = try Project(
            .goose,
            [
                "00002_function.sql": """
                -- +goose NO TRANSACTION
                -- +goose Up
                -- +goose StatementBegin
                CREATE FUNCTION f() RETURNS int AS $$
                BEGIN
                  RETURN 1;
                END;
                $$ LANGUAGE plpgsql;
                -- +goose StatementEnd
                SELECT f();

                --+goose down
                DROP FUNCTION f();
                """,
                "1_first.sql": "-- +goose Up\nSELECT 1;\n",
            ]
        ).imported()
        #expect(project.chain == ["1 < ", "00002 < 1"])
        #expect(
            project.revisions[1].text == """
                -- revision: 00002
                -- parents: 1
                -- message: function
                -- transaction: off
                -- imported-from: goose 2

                -- upgrade
                CREATE FUNCTION f() RETURNS int AS $$
                BEGIN
                  RETURN 1;
                END;
                $$ LANGUAGE plpgsql;
                SELECT f();


                -- downgrade
                DROP FUNCTION f();

                """
        )
        #expect(project.revisions[0].text.contains("-- irreversible: 1_first.sql has no line '-- +goose Down'\n"))
    }

    @Test func goOfGooseAndVariablesAreLeftAndTheHistoryIsWhole() throws {
        let project = try Project(
            .goose,
            [
                "1_a.go": "package x", "1_a_test.go": "package x",
                "2_b.sql":
                    "-- +goose Up\n-- +goose ENVSUB ON\nSELECT 1;\nSELECT '${HOME}';\n-- +goose Down\nSELECT 2;\n",
                "3_c.sql": "-- +goose Up\n-- +goose ENVSUB ON\n-- +goose ENVSUB OFF\nSELECT '$1';\n",
            ]
        ).imported()
        #expect(project.chain == ["1 < ", "2 < 1", "3 < 2"])
        #expect(
            project.leftover == [
                "1_a.go: it is written in Go; write what it does in SQL",
                "2_b.sql:4: ENVSUB puts variables of the environment in here; write their values",
            ]
        )
        #expect(project.revisions[1].text.contains("SELECT * FROM \"not imported: 2_b.sql:4\";"))
        #expect(project.revisions[1].text.contains("\n-- downgrade\nSELECT 2;\n"))
    }

    @Test(arguments: [
        ("SELECT 1;", "1:1: a statement before"), ("-- x", "1:1: the file has no line"),
        ("-- +goose Up\n-- +goose Up", "2:1: a second"), ("-- +goose Down", "1:1: '-- +goose Down' stands once"),
        ("-- +goose Up\n-- +goose Sideways", "2:1: goose knows no annotation 'sideways'"),
        ("-- +goose Up\n-- +goose StatementBegin\nSELECT 1;", "2:1: '-- +goose StatementBegin' without"),
        ("-- +goose Up\n-- +goose StatementEnd", "2:1: '-- +goose StatementEnd' without"),
        ("-- +goose Up\n  -- +goose Down", "2:1: an annotation of goose begins its line"),
    ])
    func gooseRefusesWhatGooseRefuses(text: String, refusal: String) {
        #expect(Project(.goose, ["1_x.sql": text]).refusal().hasPrefix("1_x.sql:\(refusal)"))
    }

    @Test func aVersionOfGooseBeginsWith1() {
        #expect(Project(.goose, ["0_x.sql": ""]).refusal().contains("they begin with 1"))
    }
}
