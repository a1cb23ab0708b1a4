import Foundation
import Migrator
import MigratorDatabase
import MigratorSources
import MigratorTestSupport
import Testing

extension PostgresTests {
    /// What COPY writes, loaded again.
    @Suite struct Copies {
        private let folder = TemporaryFolder("copies")

        private static let columns = """
            id int, day date, local timestamp, moment timestamptz, clock time, exact numeric, money numeric(9, 2), wide float8,
            narrow float4, truth bool, note text, data bytea, document jsonb, counts int[], span interval
            """

        private static let rows = """
            (1, '-infinity', 'infinity', '-infinity', '24:00', 'NaN', 'NaN', 'NaN', 'NaN', true, ' x', '\\x00ff', '[1]', '{1}', '1 mon'),
            (2, 'infinity', '-infinity', 'infinity', '00:00', 'Infinity', -0.5, 'Infinity', '-Infinity', false, '', '', '{}',
                '{}', '-1 day 02:00'),
            (3, '0044-03-15 BC', '0044-03-15 12:00:00.5 BC', '0044-03-15 12:00:00+00 BC', '23:59:59.999999', '-Infinity', 1,
                1e-300, 1e-30, null, 'a,"b"', null, null, null, null),
            (4, '5874897-12-31', '294276-12-31 23:59:59.999999', '294276-12-31 23:59:59.999999+00', null, 1e-20, 7, 1e22,
                16777216, null, 'infinity', null, null, null, null),
            (5, '4714-11-24 BC', '4714-11-24 00:00 BC', '4714-11-24 00:00+00 BC', null, 0, 0, -0.0, 0.1, null, null, null, null,
                null, null),
            (6, '10000-01-01', '0001-12-31 23:59:59 BC', '1880-01-01 00:00+00', null, null, null, null, null, null, null, null,
                null, null, null)
            """

        private func psql(_ database: PostgresDatabase, _ arguments: String...) async throws -> String {
            let process = Process()
            process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
            process.arguments = ["psql", "-XqAt", "-v", "ON_ERROR_STOP=1", database.url] + arguments
            let result = try await Tool.finishAside(process)
            #expect(result.status == 0, "\(result.errors)")
            return result.output
        }

        /// Makes a table of all of it, and files of what COPY says of it in this zone, and of the server's JSON.
        private func export(_ database: PostgresDatabase, zone: String) async throws {
            try await database.execute(
                "CREATE TABLE original (\(Self.columns))",
                "INSERT INTO original VALUES \(Self.rows)"
            )
            let set = "SET timezone = '\(zone)'"
            try folder.write(
                "revisions/rows.csv",
                try await psql(database, "-c", set, "-c", "COPY original TO STDOUT (FORMAT csv, HEADER)")
            )
            // JSON has no bytes, arrays come as arrays.
            try folder.write(
                "revisions/rows.ndjson",
                try await psql(database, "-c", set, "-c", "SELECT row_to_json(o) FROM original o")
            )
            for (table, file) in [("from_csv", "rows.csv"), ("from_json", "rows.ndjson")] {
                try folder.write(
                    "revisions/\(table).sql",
                    """
                    -- revision: \(table)
                    \(table == "from_json" ? "-- parents: from_csv" : "")
                    -- upgrade
                    CREATE TABLE \(table) (\(Self.columns));
                    -- bulk-insert into \(table) from \(file)
                    """
                )
            }
        }

        private func check(_ database: PostgresDatabase) async throws {
            for table in ["from_csv", "from_json"] {
                for (left, right) in [("original", table), (table, "original")] {
                    let odd = try await database.rows("SELECT * FROM \(left) EXCEPT ALL SELECT * FROM \(right)")
                    #expect(odd.isEmpty, "\(odd) of \(left) beside \(right)")
                }
            }
        }

        @Test(arguments: ["UTC", "Europe/Amsterdam", "Asia/Kolkata", "America/St_Johns"])
        func whatCopyWritesIsLoaded(zone: String) async throws {
            try await PostgresServer.withDatabase { database in
                try await export(database, zone: zone)
                let history = try RevisionHistory([.folder("\(folder.path)/revisions")])
                try await database.migrator(history, url: database.url("options=-ctimezone%3DAsia/Tokyo")).upgrade()
                try await check(database)
            }
        }

        @Test func aScriptLoadsTheSame() async throws {
            try await PostgresServer.withDatabase { database in
                try await export(database, zone: "Europe/Amsterdam")
                let history = try RevisionHistory([.folder("\(folder.path)/revisions")])
                let script = Script()
                try await database.migrator(history).upgradeScript(
                    "head",
                    ScriptOptions(kind: .postgres),
                    to: script.add
                )
                let file = try folder.write("up.sql", "SET timezone = 'Asia/Tokyo';\n" + script.text)
                _ = try await psql(database, "-f", file)
                try await check(database)
            }
        }

        @Test func aMomentWithoutAZoneIsInUTCWhateverTheSession() async throws {
            try await PostgresServer.withDatabase { database in
                try folder.write(
                    "revisions/1.sql",
                    "-- revision: moments\n-- upgrade\nCREATE TABLE m (at timestamptz);\n-- bulk-insert into m from m.csv\n"
                )
                try folder.write("revisions/m.csv", "at\n2024-01-02 03:04:05\n12024-01-02 03:04:05\n")
                let history = try RevisionHistory([.folder("\(folder.path)/revisions")])
                try await database.migrator(history, url: database.url("options=-ctimezone%3DAsia/Tokyo")).upgrade()
                #expect(
                    try await database.rows("SELECT (at AT TIME ZONE 'UTC')::text FROM m ORDER BY at")
                        == [["2024-01-02 03:04:05"], ["12024-01-02 03:04:05"]]
                )
            }
        }
    }
}
