import MigrationDSL
import MigratorCore
import MigratorDatabase
import MigratorPayloads
import MigratorSources
import MigratorSystem

/// Finds and opens a revision's payloads; needs no database.
struct PayloadOpening: Sendable {
    let settings: MigratorSettings
    let revision: any LoadedRevision
    private let observe: MigrationEngine.Observer

    init(_ settings: MigratorSettings, _ revision: any LoadedRevision, _ observe: @escaping MigrationEngine.Observer) {
        self.settings = settings
        self.revision = revision
        self.observe = observe
    }

    /// The rows of a payload, as a table takes them; `receipt` asks for the digest of its bytes.
    func source(
        _ payload: Payload,
        into target: PayloadTarget,
        _ receipt: PayloadReceipt?
    ) throws(MigratorError) -> sending PayloadSource {
        var options = PayloadOptions()
        options.digests = receipt != nil
        options.receipt = receipt
        options.decompressors = settings.payloadDecompressors
        let (observe, name) = (observe, target.table)
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

    /// Tells how many rows are loaded, of a payload whose bytes are not read.
    func progress(_ target: PayloadTarget) -> @Sendable (Int) -> Void {
        let (observe, name) = (observe, target.table)
        return { observe(.loading(table: name, rows: $0, bytes: 0, totalBytes: nil)) }
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
            return try .memory(payload.bytes(), name: path, format: format, into: target, options: options)
        }
    }

    private func computed(
        _ computed: ComputedRows,
        _ target: PayloadTarget,
        _ options: PayloadOptions
    ) throws(MigratorError) -> sending PayloadSource {
        var files: [ExactText: [UInt8]] = [:]
        for path in computed.inputs {
            switch try revision.payloads.find(path, preferred: settings.payloadFolder) {
            case .file(let file): files[ExactText(path)] = try SQLFileContents.read(file)
            case .embedded(let payload): files[ExactText(path)] = try payload.bytes()
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
