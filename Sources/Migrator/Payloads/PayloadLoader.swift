import Database
import MigrationDSL

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Brings a revision's payloads into tables, and takes them out again.
struct PayloadLoader {
    private let settings: MigratorSettings
    private let connection: any DatabaseConnection
    private let observe: Migrator.Observer
    private let revision: any LoadedRevision

    init(_ run: Run, _ revision: any LoadedRevision) {
        settings = run.settings
        connection = run.connection
        observe = run.observe
        self.revision = revision
    }

    /// Loads rows; must be called in a transaction.
    func load(_ insert: BulkInsert) async throws -> (rows: Int, digest: String?) {
        let receipt = PayloadReceipt()
        let table = TableName(insert.table.name, schema: insert.table.schema)
        let source = try source(insert.payload, table, try await columns(of: table), receipt)
        let rows = try await connection.bulkLoad(into: table, from: source, onConflict: insert.onConflict.rule)
        return (rows, receipt.summary?.digest)
    }

    /// Removes the rows that a payload loaded, found by their key; must be called in a transaction.
    func remove(_ rows: RemoveRows) async throws -> Int {
        let table = TableName(rows.table.name, schema: rows.table.schema)
        let columns = try await columns(of: table)
        if let missing = rows.key.first(where: { key in !columns.contains { $0.name == key } }) {
            throw MigratorError(.payloadInvalid, "key column \(missing) is no column of table \(table)")
        }
        let temporary = TableName("migrator_rows_\(UUID().uuidString.prefix(8).lowercased())")
        try await connection.execute(
            "CREATE TEMPORARY TABLE \(temporary.quoted) AS SELECT * FROM \(table.quoted) LIMIT 0"
        )
        let source = try source(rows.payload, table, columns, nil)
        _ = try await connection.bulkLoad(into: temporary, from: source, onConflict: .fail)
        let key = rows.key.map { "\(temporary.quoted).\(TableName.quote($0)) = \(table.quoted).\(TableName.quote($0))" }
        let removed = try await connection.execute(
            """
            DELETE FROM \(table.quoted) WHERE EXISTS \
            (SELECT 1 FROM \(temporary.quoted) WHERE \(key.joined(separator: " AND ")))
            """
        )
        try await connection.execute("DROP TABLE \(temporary.quoted)")
        return removed
    }

    /// Reads a payload to its end against its table, and loads nothing.
    func check(_ insert: BulkInsert) async throws {
        let table = TableName(insert.table.name, schema: insert.table.schema)
        let source = try source(insert.payload, table, try await columns(of: table), nil)
        _ = try PayloadCheck.run(source)
    }

    /// The SHA-256 of a payload's file as it is now, in hexadecimal digits.
    func digest(of path: String) throws -> String? {
        let input =
            switch try revision.payloads.find(path, preferred: settings.payloadFolder) {
            case .file(let file): try PayloadInput(file: file, name: path, digesting: true)
            case .embedded(let payload): PayloadInput(bytes: try payload.bytes(), name: path, digesting: true)
            }
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 20, alignment: 16)
        defer { buffer.deallocate() }
        while try input.read(into: buffer) > 0 {}
        return input.digest
    }

    private func columns(of table: TableName) async throws -> [CatalogColumn] {
        let columns = try await connection.columns(of: table)
        guard !columns.isEmpty else {
            throw MigratorError(.payloadInvalid, "there is no table \(table) to load rows into")
        }
        return columns
    }

    private func source(
        _ payload: Payload,
        _ table: TableName,
        _ columns: [CatalogColumn],
        _ receipt: PayloadReceipt?
    ) throws(MigratorError) -> sending PayloadSource {
        let target = PayloadTarget(table: table.description, columns: columns, database: connection.kind)
        var options = PayloadOptions()
        options.digests = receipt != nil
        options.receipt = receipt
        let observe = observe
        let name = table.description
        options.progress = { progress in
            observe(
                .loading(
                    table: name,
                    rows: progress.rows,
                    bytes: progress.bytesRead ?? 0,
                    totalBytes: progress.totalBytes
                )
            )
        }
        switch payload.source {
        case .file(let path, let format):
            return try file(path, format.map(\.payloadFormat), target, options)
        case .rows(let rows):
            return .literal(rows.map(\.payloadRow), into: target, options: options)
        case .computed(let computed):
            return try self.computed(computed, target, options)
        }
    }

    private func file(
        _ path: String,
        _ format: PayloadFormat?,
        _ target: PayloadTarget,
        _ options: PayloadOptions
    ) throws(MigratorError) -> sending PayloadSource {
        switch try revision.payloads.find(path, preferred: settings.payloadFolder) {
        case .file(let file):
            let name = revision.payloads.shownName(of: path)
            return try .file(file, name: name, format: format, into: target, options: options)
        case .embedded(let payload):
            guard let format = format ?? PayloadFormat(path: path) else {
                throw MigratorError(.payloadInvalid, "\(path): the name does not say the payload's format")
            }
            guard payload.isBase64 else {
                return .embedded(payload.content, name: path, format: format, into: target, options: options)
            }
            return .memory(try payload.bytes(), name: path, format: format, into: target, options: options)
        }
    }

    private func computed(
        _ computed: ComputedRows,
        _ target: PayloadTarget,
        _ options: PayloadOptions
    ) throws(MigratorError) -> sending PayloadSource {
        var files: [String: [UInt8]] = [:]
        for path in computed.inputs {
            switch try revision.payloads.find(path, preferred: settings.payloadFolder) {
            case .file(let file): files[path] = try SQLFileContents.read(file)
            case .embedded(let payload): files[path] = try payload.bytes()
            }
        }
        let inputs = ComputedInputs(files)
        let make = computed.rows
        var iterator: (any IteratorProtocol<Row>)?
        return .computed(computed.name, into: target, options: options) {
            var rows: any IteratorProtocol<Row>
            if let iterator { rows = iterator } else { rows = try make(inputs).makeIterator() }
            let row = rows.next()
            iterator = rows
            return row?.payloadRow
        }
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
