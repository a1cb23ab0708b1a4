import MigrationDSL
import MigratorDatabase
import MigratorTestSupport
import Testing

@testable import Migrator
@testable import MigratorCore

/// Defaults are held against their columns, as rows are.
struct DefaultTests {
    static let refused: [(ColumnType, DefaultValue, says: String)] = [
        (.timestampTZ, "now()", ".currentTimestamp"), (.timestamp, "now", ".currentTimestamp"),
        (.date, "today", ".currentDate"), (.time, "now()", ".currentTime"),
        (.integer, "zero", "is text, and the column holds whole numbers"), (.bigInt, "7", "whole numbers"),
        (.smallInt, 40_000, "out of the column's range"), (.integer, 1.5, "has a fraction"),
        (.integer, true, "is a truth value"), (.double, "none", "floating-point numbers"),
        (.decimal(4, 2), .value(.decimal("1.234")), "digits behind the point"),
        (.boolean, "true", "truth values"), (.boolean, 1, "truth values"),
        (.uuid, "gen_random_uuid()", #".expression("…")"#), (.json, "none", "is not valid JSON"),
        (.string(3), "four", "has 4 characters"), (.text, 7, "is a number"), (.bytes, "00ff", ".value(.bytes(…))"),
        (.enumeration("mood", values: ["calm"]), "fierce", "none of its enum's values"),
    ]

    @Test(arguments: refused.indices, DatabaseKind.known)
    func aDefaultThatDoesNotFitIsRefused(_ index: Int, _ kind: DatabaseKind) throws {
        let (type, value, says) = Self.refused[index]
        let op = Operations()
        op.createTable("t") { Column("c", type).default(value) }
        op.addColumn(Column("c", type).default(value), to: "t")
        op.alterColumn("c", of: "t", to: ColumnChange(type: type, default: .set(value)))
        op.alterTable("t") { $0.addColumn(Column("c", type).default(value)) }
        for operation in op.recorded {
            let error = #expect(throws: MigratorError.self) { try operation.checkDefaults(on: kind) }
            #expect(error?.message.contains(says) == true, "\(error?.message ?? "")")
            #expect(error?.message.contains(#"column "c""#) == true)
        }
    }

    static let fitting: [(ColumnType, DefaultValue)] = [
        (.timestampTZ, .currentTimestamp), (.timestampTZ, .expression("now()")), (.timestampTZ, "2026-01-02 03:04:05Z"),
        (.timestamp, .value(.timestamp("2026-01-02 03:04:05"))), (.date, "2026-01-02"), (.time, "03:04"),
        (.integer, 0), (.integer, -7), (.double, 1), (.double, 0.5), (.decimal(4, 2), .value(.decimal("12.34"))),
        (.decimal, "0.5"), (.boolean, false), (.uuid, "6f1f2a30-0000-4000-8000-000000000001"), (.json, "{}"),
        (.jsonb, .value(["a": 1])), (.json, "[]"), (.text, "now()"), (.string(5), "now()"),
        (.bytes, .value(.bytes([0]))),
        (.integer, .value(.null)), (.interval, "1 day"), (.enumeration("mood"), "calm"),
        (.enumeration("mood", values: ["calm"]), "calm"), (.array(of: .text), "{}"),
        (.custom(postgres: "inet", sqlite: "TEXT"), "::1"),
    ]

    @Test(arguments: fitting.indices, DatabaseKind.known)
    func aDefaultThatFitsIsTaken(_ index: Int, _ kind: DatabaseKind) throws {
        let (type, value) = Self.fitting[index]
        let op = Operations()
        op.createTable("t") { Column("c", type).default(value) }
        for operation in op.recorded { try operation.checkDefaults(on: kind) }
    }

    @Test func theDefaultOfAColumnThatKeepsItsTypeIsHeldAgainstThat() async throws {
        let bench = NameBench(tried: { $0.alterColumn("price", of: "items", to: ColumnChange(default: .set("zero"))) })
        for (way, message) in try await bench.verdicts() {
            #expect(
                message?.contains("is text, and the column holds whole numbers") == true,
                "\(way): \(message ?? "")"
            )
        }
        let right = NameBench(tried: { $0.alterColumn("price", of: "items", to: ColumnChange(default: .set(7))) })
        for (way, message) in try await right.verdicts() { #expect(message == nil, "\(way): \(message ?? "")") }
    }

    @Test func aStrictTableTakesTruthValuesAsDefaultsAndInRows() async throws {
        let bench = NameBench(
            { op in
                op.createTable("switches", sqliteOptions: [.strict]) {
                    Column("id", .integer).primaryKey()
                    Column("on", .boolean).default(false)
                }
                op.bulkInsert(into: "switches", [["id": 1, "on": true], ["id": 2, "on": false]])
            },
            { $0.alterColumn("on", of: "switches", to: ColumnChange(default: .set(true))) }
        )
        for (way, message) in try await bench.verdicts() { #expect(message == nil, "\(way): \(message ?? "")") }
        try await bench.migrator().upgrade()
    }

    @Test func everyWaySaysSo() async throws {
        let bench = NameBench(tried: { $0.addColumn(Column("at", .timestamp).default("now()"), to: "items") })
        for (way, message) in try await bench.verdicts() {
            #expect(
                message?.contains("revision bbbb, add column items.at: the default of column \"at\" does not read as")
                    == true,
                "\(way): \(message ?? "")"
            )
        }
    }
}
