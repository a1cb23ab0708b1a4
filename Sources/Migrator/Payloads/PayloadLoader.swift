import MigrationDSL
import MigratorCore
import MigratorDatabase
import MigratorDialects
import MigratorPayloads
import MigratorSources

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Brings a revision's payloads into tables, and takes them out again.
struct PayloadLoader {
    private let connection: any DatabaseConnection
    private let dialect: any Dialect
    private let cache: PayloadCache
    private let opening: PayloadOpening

    init(_ run: Run, _ revision: any LoadedRevision) {
        connection = run.connection
        dialect = run.context.dialect
        cache = run.context.payloads
        opening = PayloadOpening(run.context.settings, revision, run.context.observe)
    }

    /// Loads rows; must be called in a transaction.
    func load(_ insert: BulkInsert) async throws -> (rows: Int, digest: String?) {
        let table = TableName(insert.table.name, schema: insert.table.schema)
        let load = PayloadLoad(
            payload: insert.payload,
            target: try await target(table),
            opening: opening,
            into: { [connection] source in
                try await connection.bulkLoad(into: table, from: source, onConflict: insert.onConflict.rule)
            }
        )
        return try await load.run(cache)
    }

    /// Removes the rows that a payload loaded, found by their key; must be called in a transaction.
    func remove(_ rows: RemoveRows) async throws -> Int {
        let table = TableName(rows.table.name, schema: rows.table.schema)
        let target = try await target(table)
        let names = ColumnNames(target.columns.map(\.name), of: connection.kind)
        if let missing = rows.key.first(where: { names.index(of: $0) == nil }) {
            throw MigratorError(.payloadInvalid, "key column \(missing) is no column of table \(table)")
        }
        let temporary = try await Self.temporary(like: table, connection)
        let source = try opening.source(rows.payload, into: target, nil)
        _ = try await connection.bulkLoad(into: temporary, from: source, onConflict: .fail)
        let removed = try await connection.execute(rows.deletion(by: temporary))
        try await connection.execute("DROP TABLE \(temporary.quoted)")
        return removed
    }

    /// Has the cache keep a payload that it lacks, by way of a table that is gone afterwards.
    func warm(_ insert: BulkInsert) async throws {
        let table = TableName(insert.table.name, schema: insert.table.schema)
        let load = PayloadLoad(
            payload: insert.payload,
            target: try await target(table),
            opening: opening,
            into: { [connection, dialect] source in
                try await connection.begin(pipelining: dialect.idleForLong)
                do {
                    let temporary = try await Self.temporary(like: table, connection)
                    let rows = try await connection.bulkLoad(into: temporary, from: source, onConflict: .fail)
                    try await connection.rollback()
                    return rows
                } catch {
                    try? await connection.rollback()
                    throw error
                }
            }
        )
        try await load.warm(cache)
    }

    /// An empty table of the same columns, which has none of the constraints and is gone with the session.
    private static func temporary(
        like table: TableName,
        _ connection: any DatabaseConnection
    ) async throws(DatabaseFailure) -> TableName {
        let temporary = TableName("migrator_rows_\(UUID().text.prefix(8))")
        try await connection.execute(
            "CREATE TEMPORARY TABLE \(temporary.quoted) AS SELECT * FROM \(table.quoted) LIMIT 0"
        )
        return temporary
    }

    /// Reads a payload to its end against its table, and loads nothing.
    func check(_ insert: BulkInsert) async throws {
        let table = TableName(insert.table.name, schema: insert.table.schema)
        let source = try opening.source(insert.payload, into: try await target(table), nil)
        _ = try PayloadCheck.run(source)
    }

    /// The SHA-256 of a payload's file as it is now, in hexadecimal digits.
    func digest(of path: String) throws -> String { try opening.input(path).wholeDigest() }

    private func target(_ table: TableName) async throws -> PayloadTarget {
        let columns = try await connection.columns(of: table)
        guard !columns.isEmpty else {
            throw MigratorError(.payloadInvalid, "there is no table \(table) to load rows into")
        }
        return PayloadTarget(table: table.description, columns: columns, database: connection.kind)
    }
}

extension RevisionRegistry.EmbeddedPayload {
    /// The payload's bytes.
    ///
    /// - Throws: ``MigratorError`` if the generated text is no base64.
    func bytes() throws(MigratorError) -> [UInt8] {
        let text = content.withUTF8Buffer { Array($0) }
        guard isBase64 else { return text }
        guard let data = Data(base64Encoded: Data(text)) else {
            throw MigratorError(.payloadInvalid, "\(path): the copy in the executable is damaged; build it again")
        }
        return Array(data)
    }
}

extension Payload.Format {
    var payloadFormat: PayloadFormat {
        switch self {
        case .json: .json
        case .ndjson: .ndjson
        case .csv: .csv
        }
    }
}

extension Row {
    var payloadRow: PayloadRow {
        fields.map { (name: $0.name, value: $0.value.payloadValue) }
    }
}

extension ConflictRule {
    var rule: BulkConflict {
        switch self {
        case .error: .fail
        case .doNothing: .skip
        case .update(let key): .update(key: key)
        }
    }
}
