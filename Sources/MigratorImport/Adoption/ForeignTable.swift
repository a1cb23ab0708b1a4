package import MigratorCore
package import MigratorDatabase
import MigratorSystem

/// The table in which a tool keeps what it has run.
package struct ForeignTable: Sendable {
    package let format: ImportFormat
    /// Its name, where the project sets no other.
    package let name: String
    /// Columns that tell it from a table of another tool.
    private let columns: [String]
    /// Columns that it has not.
    private let strangers: [String]
    private let read: @Sendable ([DatabaseRow], [String]) throws(MigratorError) -> [String]

    private init(
        _ format: ImportFormat,
        _ name: String,
        _ columns: [String],
        without strangers: [String] = [],
        _ read: @escaping @Sendable ([DatabaseRow], [String]) throws(MigratorError) -> [String]
    ) {
        self.format = format
        self.name = name
        self.columns = columns
        self.strangers = strangers
        self.read = read
    }

    /// Whether a table of these columns can be the tool's.
    package func fits(_ columns: [String]) -> Bool {
        self.columns.allSatisfy(columns.hasExactly) && !strangers.contains(where: columns.hasExactly)
    }

    /// The names of the migrations that the tool has run.
    ///
    /// - Parameters:
    ///   - rows: All rows of the table.
    ///   - known: The names that revisions have, for a tool which keeps only where it stands.
    /// - Returns: Their names, as the table has them.
    /// - Throws: `MigratorError` with what to do for a migration that is half done or failed.
    package func applied(_ rows: [DatabaseRow], known: [String]) throws(MigratorError) -> [String] {
        try read(rows, known)
    }

    /// All that are known; Alembic's is the engine's own.
    package static let all: [ForeignTable] = [
        ForeignTable(.golangMigrate, "schema_migrations", ["version", "dirty"]) { rows, known throws(MigratorError) in
            try golangMigrate(rows, known)
        },
        ForeignTable(.dbmate, "schema_migrations", ["version"], without: ["dirty"]) { rows, _ throws(MigratorError) in
            rows.compactMap { $0.text("version") }
        },
        ForeignTable(.goose, "goose_db_version", ["id", "version_id", "is_applied"]) { rows, _ throws(MigratorError) in
            goose(rows)
        },
        ForeignTable(
            .flyway,
            "flyway_schema_history",
            ["installed_rank", "version", "type", "success"]
        ) { rows, known throws(MigratorError) in
            try flyway(rows, known)
        },
        ForeignTable(.sqlx, "_sqlx_migrations", ["version", "success", "checksum"]) { rows, _ throws(MigratorError) in
            try sqlx(rows)
        },
        ForeignTable(.diesel, "__diesel_schema_migrations", ["version", "run_on"]) { rows, _ throws(MigratorError) in
            rows.compactMap { $0.text("version") }
        },
        ForeignTable(.fluent, "_fluent_migrations", ["name", "batch"]) { rows, _ throws(MigratorError) in
            rows.compactMap { $0.text("name") }
        },
        ForeignTable(.hummingbird, "_hb_pg_migrations", ["name"]) { rows, _ throws(MigratorError) in
            rows.compactMap { $0.text("name") }
        },
        ForeignTable(.grdb, "grdb_migrations", ["identifier"]) { rows, _ throws(MigratorError) in
            rows.compactMap { $0.text("identifier") }
        },
    ]

    // MARK: What rows mean

    /// One row, which says where the database stands; all before it were run.
    private static func golangMigrate(_ rows: [DatabaseRow], _ known: [String]) throws(MigratorError) -> [String] {
        guard let row = rows.first, let version = row.text("version") else { return [] }
        guard row.isTrue("dirty") != true else {
            throw MigratorError(
                .unfinishedStep,
                "schema_migrations is dirty at \(version): a migration failed half way. Put the tables right by hand, say "
                    + "'migrate force VERSION' for where they stand then, and adopt again"
            )
        }
        guard let number = UInt64(version) else { return [version] }
        return known.filter { UInt64($0).map { $0 < number } ?? false } + [version]
    }

    /// A row for each run in either direction; the last one of a version counts, and 0 is none.
    private static func goose(_ rows: [DatabaseRow]) -> [String] {
        var order: [String] = []
        var isApplied: [String: Bool] = [:]
        for row in rows.sorted(by: { ($0.number("id") ?? 0) < ($1.number("id") ?? 0) }) {
            guard let version = row.text("version_id"), version != "0" else { continue }
            if isApplied[version] == nil { order.append(version) }
            isApplied[version] = row.isTrue("is_applied") ?? false
        }
        return order.filter { isApplied[$0] == true }
    }

    private static func flyway(_ rows: [DatabaseRow], _ known: [String]) throws(MigratorError) -> [String] {
        var applied: [String] = []
        let ranked = rows.sorted { ($0.number("installed_rank") ?? 0) < ($1.number("installed_rank") ?? 0) }
        for row in ranked {
            guard row.isTrue("success") == true else {
                let what = row.text("version") ?? row.text("script") ?? "a migration"
                throw MigratorError(
                    .unfinishedStep,
                    "flyway_schema_history says that \(OneLine.text(what)) failed. Put right what it left behind, say "
                        + "'flyway repair', and adopt again"
                )
            }
            // What has no version is run again and again, or made the schema.
            guard let version = row.text("version"), let type = row.text("type") else { continue }
            if type.hasPrefix("UNDO") || type == "DELETE" {
                applied.removeAll { $0.isExactly(version) }
            } else if type.hasSuffix("BASELINE") {
                guard let baseline = FlywayName("V\(version)") else { continue }
                applied += known.filter { key in
                    guard let name = FlywayName("V\(key)"), !applied.hasExactly(key) else { return false }
                    return !baseline.order.lexicographicallyPrecedes(name.order)
                }
            } else if !applied.hasExactly(version) {
                applied.append(version)
            }
        }
        return applied
    }

    private static func sqlx(_ rows: [DatabaseRow]) throws(MigratorError) -> [String] {
        var applied: [String] = []
        for row in rows {
            guard let version = row.text("version") else { continue }
            guard row.isTrue("success") == true else {
                throw MigratorError(
                    .unfinishedStep,
                    "_sqlx_migrations says that \(version) did not succeed. Put right what it left behind, remove the "
                        + "row or set its success, and adopt again"
                )
            }
            applied.append(version)
        }
        return applied
    }
}

extension DatabaseRow {
    /// A name or a number as text; `nil` for NULL and for no such column.
    fileprivate func text(_ column: String) -> String? {
        switch self[column] {
        case .text(let text): text
        case .int(let number): String(number)
        case .decimal(let digits): digits
        default: nil
        }
    }

    fileprivate func number(_ column: String) -> Int64? {
        if case .int(let number) = self[column] { number } else { nil }
    }

    /// A truth value, which SQLite keeps as a number.
    fileprivate func isTrue(_ column: String) -> Bool? {
        switch self[column] {
        case .bool(let value): value
        case .int(let number): number != 0
        default: nil
        }
    }
}
