import MigrationDSL
import MigratorCore
import MigratorSystem

/// Reads what a `FolderMemory` wrote, from one buffer and in the order of the names.
///
/// What is corrupt, cut short, of another folder or of another version counts as empty.
struct FolderMemoryReader {
    /// How many files are remembered.
    private(set) var count = 0

    private let bytes: [UInt8]
    private var position = 0
    private var remaining = 0

    init(bytes: [UInt8], folder: String) {
        self.bytes = bytes
        guard bytes.count >= FolderMemoryFormat.headerLength else { return }
        guard bytes.starts(with: FolderMemoryFormat.magic) else { return }
        let expected = bytes.withUnsafeBytes { SQLDigest(stored: $0, at: FolderMemoryFormat.digestOffset) }
        guard expected == FolderMemoryFormat.digest(of: bytes, folder: folder) else { return }
        position = FolderMemoryFormat.countOffset
        let stored: UInt32? = bytes.withUnsafeBytes { number($0) }
        count = Int(stored ?? 0)
        remaining = count
    }

    /// The remembered entry of the file `name`, if its signature is still the same.
    ///
    /// Names must be asked for in ascending order of their bytes.
    mutating func entry(
        named name: UnsafeBufferPointer<CChar>,
        _ signature: FileSignature,
        folder: String
    ) -> SQLRevisionEntry? {
        guard remaining > 0 else { return nil }
        let held = bytes
        return held.withUnsafeBytes { bytes in
            while remaining > 0 {
                let start = position
                guard let length: UInt32 = number(bytes), let stored = slice(bytes) else { return giveUp() }
                let order = Self.compare(stored, name)
                if order > 0 {
                    position = start
                    return nil
                }
                let end = start + Int(length)
                guard end >= position, end <= bytes.count else { return giveUp() }
                remaining -= 1
                if order == 0 {
                    let found = readEntry(bytes, stored, signature, folder)
                    position = end
                    return found
                }
                position = end
            }
            return nil
        }
    }

    private mutating func giveUp() -> SQLRevisionEntry? {
        remaining = 0
        return nil
    }

    /// Compares with a name that has a NUL behind it.
    private static func compare(_ stored: UnsafeRawBufferPointer, _ name: UnsafeBufferPointer<CChar>) -> Int32 {
        guard let left = stored.baseAddress, let right = name.baseAddress else { return -1 }
        let count = name.count - 1
        let order = RawBytes.order(left, right, count: min(stored.count, count))
        if order != 0 { return order }
        return stored.count < count ? -1 : (stored.count == count ? 0 : 1)
    }

    private mutating func readEntry(
        _ bytes: UnsafeRawBufferPointer,
        _ name: UnsafeRawBufferPointer,
        _ signature: FileSignature,
        _ folder: String
    ) -> SQLRevisionEntry? {
        guard let size: Int64 = number(bytes), let modified: Int64 = number(bytes), let changed: Int64 = number(bytes),
            let inode: UInt64 = number(bytes), let device: UInt64 = number(bytes)
        else { return nil }
        let known = FileSignature(size: size, modified: modified, changed: changed, inode: inode, device: device)
        guard known == signature, let upgrade = digest(bytes), let downgrade = digest(bytes),
            let flags: UInt32 = number(bytes), let line: UInt32 = number(bytes),
            let timeout: Int64 = number(bytes), let retries: Int64 = number(bytes),
            let id = text(bytes), let message = text(bytes), let irreversible = text(bytes),
            let importedFrom = text(bytes),
            let parents = list(bytes), let labels = list(bytes), let dependencies = list(bytes)
        else { return nil }
        return SQLRevisionEntry(
            header: SQLRevisionHeader(
                id: RevisionID(id),
                parents: parents.map { RevisionID($0) },
                branchLabels: labels,
                dependsOn: dependencies,
                message: message,
                isTransactional: flags & FolderMemoryFormat.isTransactional != 0,
                lockRules: LockRules(
                    timeout: timeout < 0 ? nil : .milliseconds(timeout),
                    retries: retries < 0 ? nil : Int(retries)
                ),
                irreversible: irreversible.isEmpty ? nil : irreversible,
                importedFrom: importedFrom.isEmpty ? nil : importedFrom,
                line: Int(line)
            ),
            folder: folder,
            fileName: String(decoding: name, as: UTF8.self),
            upgradeDigest: upgrade,
            downgradeDigest: flags & FolderMemoryFormat.hasDowngrade != 0 ? downgrade : nil
        )
    }

    private mutating func number<Number: FixedWidthInteger & BitwiseCopyable>(
        _ bytes: UnsafeRawBufferPointer
    ) -> Number? {
        let width = MemoryLayout<Number>.size
        guard position + width <= bytes.count else { return nil }
        defer { position += width }
        return Number(littleEndian: bytes.loadUnaligned(fromByteOffset: position, as: Number.self))
    }

    private mutating func slice(_ bytes: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer? {
        guard let length: UInt32 = number(bytes), position + Int(length) <= bytes.count else { return nil }
        defer { position += Int(length) }
        return UnsafeRawBufferPointer(rebasing: bytes[position..<position + Int(length)])
    }

    private mutating func digest(_ bytes: UnsafeRawBufferPointer) -> SQLDigest? {
        guard position + 32 <= bytes.count else { return nil }
        defer { position += 32 }
        return SQLDigest(stored: bytes, at: position)
    }

    private mutating func text(_ bytes: UnsafeRawBufferPointer) -> String? {
        slice(bytes).map { String(decoding: $0, as: UTF8.self) }
    }

    private mutating func list(_ bytes: UnsafeRawBufferPointer) -> [String]? {
        guard let count: UInt32 = number(bytes), Int(count) <= bytes.count else { return nil }
        var texts: [String] = []
        for _ in 0..<count {
            guard let text = text(bytes) else { return nil }
            texts.append(text)
        }
        return texts
    }
}
