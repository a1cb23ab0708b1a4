import MigrationDSL
import MigratorCore
import MigratorSystem

/// How a `FolderMemory` is laid out: magic, digest of the rest, count, then one record a file in the order of names.
///
/// A record is its length, the name, the signature, the digests, and the header; numbers are little-endian.
enum FolderMemoryFormat {
    /// Raise it when the layout changes *or the parser's rules do*: what is remembered was not read by the new ones.
    static let version: UInt32 = 7

    static let magic = Array("MIGRSQL1".utf8)
    static let digestOffset = 8
    static let countOffset = 40
    static let headerLength = 44

    static let hasDowngrade: UInt32 = 1
    static let isTransactional: UInt32 = 2

    /// The digest of a memory's contents, bound to its folder and to the version.
    static func digest(of bytes: [UInt8], folder: String) -> SQLDigest {
        SQLDigest(of: bytes, countOffset..<bytes.count, domain: domain(folder))
    }

    /// The name of a folder's memory.
    static func fileName(folder: String) -> String {
        "sql-\(SQLDigest(of: domain(folder))).memory"
    }

    /// The contents of a memory; entries without a signature are left out.
    static func encode(
        _ entries: some Sequence<(SQLRevisionEntry, FileSignature?)>,
        folder: String
    ) -> [UInt8] {
        var bytes = magic
        bytes.append(contentsOf: [UInt8](repeating: 0, count: 32))
        append(UInt32(0), to: &bytes)
        var count: UInt32 = 0
        for case (let entry, let signature?) in entries {
            append(entry, signature, to: &bytes)
            count += 1
        }
        withUnsafeBytes(of: count.littleEndian) { bytes.replaceSubrange(countOffset..<headerLength, with: $0) }
        bytes.replaceSubrange(digestOffset..<countOffset, with: digest(of: bytes, folder: folder).bytes)
        return bytes
    }

    private static func domain(_ folder: String) -> [UInt8] {
        Array("migrator.folder-memory.\(version)\0\(folder)\0".utf8)
    }

    private static func append(_ entry: SQLRevisionEntry, _ signature: FileSignature, to bytes: inout [UInt8]) {
        let start = bytes.count
        append(UInt32(0), to: &bytes)
        append(entry.fileName, to: &bytes)
        append(signature.size, to: &bytes)
        append(signature.modified, to: &bytes)
        append(signature.changed, to: &bytes)
        append(signature.inode, to: &bytes)
        append(signature.device, to: &bytes)
        bytes.append(contentsOf: entry.upgradeDigest.bytes)
        bytes.append(contentsOf: (entry.downgradeDigest ?? entry.upgradeDigest).bytes)
        append((entry.hasDowngrade ? hasDowngrade : 0) | (entry.isTransactional ? isTransactional : 0), to: &bytes)
        append(UInt32(truncatingIfNeeded: entry.header.line), to: &bytes)
        append(entry.header.lockRules.timeout?.milliseconds ?? -1, to: &bytes)
        append(Int64(entry.header.lockRules.retries ?? -1), to: &bytes)
        append(entry.id.rawValue, to: &bytes)
        append(entry.message, to: &bytes)
        append(entry.header.irreversible ?? "", to: &bytes)
        append(entry.header.importedFrom ?? "", to: &bytes)
        append(entry.parents.map(\.rawValue), to: &bytes)
        append(entry.branchLabels, to: &bytes)
        append(entry.dependsOn, to: &bytes)
        let length = UInt32(truncatingIfNeeded: bytes.count - start)
        for index in 0..<4 { bytes[start + index] = UInt8(truncatingIfNeeded: length >> UInt32(8 * index)) }
    }

    private static func append(_ number: some FixedWidthInteger, to bytes: inout [UInt8]) {
        withUnsafeBytes(of: number.littleEndian) { bytes.append(contentsOf: $0) }
    }

    private static func append(_ text: String, to bytes: inout [UInt8]) {
        append(UInt32(truncatingIfNeeded: text.utf8.count), to: &bytes)
        bytes.append(contentsOf: text.utf8)
    }

    private static func append(_ texts: [String], to bytes: inout [UInt8]) {
        append(UInt32(truncatingIfNeeded: texts.count), to: &bytes)
        for text in texts { append(text, to: &bytes) }
    }
}
