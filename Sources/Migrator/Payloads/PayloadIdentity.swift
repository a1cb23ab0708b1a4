import CacheBridge
import MigrationDSL
import MigratorCore
import MigratorDatabase
import MigratorPayloads
import MigratorSources
import MigratorSystem

/// What tells a payload's rows from all others, before they are read.
///
/// The rows of a file follow from its bytes, those of a closure from its inputs and the program that it is part of; how
/// they are encoded follows from the table's columns.
struct PayloadIdentity: Sendable {
    /// The parts that the key is a digest of.
    let parts: [String]
    /// The SHA-256 of the file, in hexadecimal digits; `nil` where the rows come from no one file.
    let digest: String?

    /// Raise it when the same rows become other bytes.
    private static let version = 1

    /// Where the encoded rows lie in the cache.
    func key(for target: PayloadTarget) -> CacheKey {
        var parts = parts + [target.database.name]
        for column in target.columns {
            parts += [
                column.name, column.declaredType, "\(column.kind)", "\(column.typeNumber)",
                "\(column.isNullable) \(column.hasDefault) \(column.isGenerated)",
            ]
        }
        let digest = Digest.hex(Digest.sha256(ofParts: parts))
        return CacheKey([digest], in: .alembicData, shape: RecordShape("payload", version: Self.version))
    }
}

/// Whether the cache may have anything to give for a payload.
enum PayloadWorth: Sendable {
    /// It may be cheaper to fetch its rows than to make them; each load measures that.
    case maybe(PayloadIdentity)
    /// It never is, for this reason.
    case never(String)
}

extension PayloadOpening {
    /// Files below this many bytes are read in less time than a store takes to answer.
    private static let least = 64 << 10

    /// Decides whether to look into the cache for a payload, and reads what its key is made from.
    ///
    /// Plain JSON is scanned about as fast as its digest is computed and its rows are fetched, so a cache could only
    /// make it slower: `make bench` compares both.
    func worth(of payload: Payload) throws(MigratorError) -> PayloadWorth {
        switch payload.source {
        case .rows: return .never("they stand in the revision")
        case .computed(let computed):
            guard let program = ProgramDigest.current else { return .never("the program cannot be read any more") }
            return .maybe(try identity(of: computed, in: program))
        case .file(let path, let format):
            let input = try input(path)
            let compression = input.compression
            guard let format = format?.payloadFormat ?? PayloadFormat(path: path) else {
                return .never("its name does not say its format")
            }
            guard input.totalBytes >= Self.least else { return .never("it is small") }
            guard format == .csv || compression != nil else {
                return .never("plain \(format.rawValue) is parsed as fast as it would be fetched")
            }
            let digest = try input.wholeDigest()
            let parts = ["file", digest, format.rawValue, compression?.rawValue ?? ""]
            return .maybe(PayloadIdentity(parts: parts, digest: digest))
        }
    }

    private func identity(
        of computed: ComputedRows,
        in program: String
    ) throws(MigratorError) -> PayloadIdentity {
        var parts = ["computed", program, revision.id.rawValue, computed.name]
        for path in computed.inputs { parts += [path, try input(path).wholeDigest()] }
        return PayloadIdentity(parts: parts, digest: nil)
    }

    /// The bytes of a payload as they are, to be digested.
    func input(_ path: String) throws(MigratorError) -> PayloadInput {
        switch try revision.payloads.find(path, preferred: settings.payloadFolder) {
        case .file(let file): try PayloadInput(file: file, name: path, digesting: true)
        case .embedded(let payload): PayloadInput(bytes: try payload.bytes(), name: path, digesting: true)
        }
    }
}
