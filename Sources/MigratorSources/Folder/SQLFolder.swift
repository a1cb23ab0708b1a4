import MigrationDSL
package import MigratorCore
import MigratorPayloads
import MigratorSystem

/// A folder of `.sql` files as a source of revisions.
package enum SQLFolder {
    /// The revisions of the folder at `path`, in the order of their file names' bytes, each read and found valid.
    ///
    /// `memory` keeps what was read, so that only files which changed are read again; `nil` reads all of them.
    ///
    /// - Throws: `MigratorError`: `fileSystem` if something cannot be read, else what is wrong with the first file.
    package static func load(path: String, memory: FolderMemory?) throws(MigratorError) -> [SQLRevisionEntry] {
        // Taken before any file is looked at: a file stamped later than this may change unseen.
        try load(path: path, memory: memory, now: FileSignature.now())
    }

    /// The same at a given time of the file system's clock.
    static func load(
        path: String,
        memory: FolderMemory?,
        now: Int64
    ) throws(MigratorError) -> [SQLRevisionEntry] {
        let listing = try openListing(path)
        let usable = memory.flatMap { listing.count >= $0.minimumFiles ? $0 : nil }
        let realPath = usable.flatMap { _ in SystemCalls.realPath(path) }
        var recalled = FolderMemoryReader(bytes: [], folder: "")
        if let usable, let realPath { recalled = usable.recall(realPath) }

        var entries: [SQLRevisionEntry] = []
        entries.reserveCapacity(listing.count)
        let signatures = listing.signatures()
        var remembered: [FileSignature?] = []
        remembered.reserveCapacity(listing.count)
        var matched = 0
        var learnt = 0
        var failures = 0
        var firstFailure: MigratorError?
        for index in 0..<listing.count {
            let signature = signatures[index]
            if let signature {
                var known: SQLRevisionEntry?
                listing.withName(at: index) { known = recalled.entry(named: $0, signature, folder: path) }
                if let known {
                    entries.append(known)
                    remembered.append(signature)
                    matched += 1
                    continue
                }
            }
            do throws(MigratorError) {
                let (entry, read) = try parse(index, of: listing, folder: path)
                entries.append(entry)
                // There are few repeatables, and what is remembered has no place for them.
                let isKnowable = read == signature && !read.isRacy(at: now) && entry.header.repeatable == nil
                remembered.append(isKnowable ? read : nil)
                if isKnowable { learnt += 1 }
            } catch {
                failures += 1
                if firstFailure == nil { firstFailure = error }
            }
        }
        if let usable, let realPath, learnt > 0 || matched != recalled.count {
            usable.remember(zip(entries, remembered), folder: realPath)
        }
        if let firstFailure { throw adding(failures - 1, to: firstFailure) }
        return entries
    }

    /// A folder's path and a name in it.
    static func join(_ folder: String, _ name: String) -> String {
        folder.utf8.last == UInt8(ascii: "/") ? folder + name : folder + "/" + name
    }

    private static func openListing(_ path: String) throws(MigratorError) -> FolderListing {
        do throws(FolderListing.Failure) {
            return try FolderListing.open(path, ending: ".sql")
        } catch {
            let reason =
                switch error {
                case .isNotThere: "there is no folder of revisions at '\(path)'; create it, or correct --revisions"
                case .cannotBeOpened(let problem): "the folder of revisions '\(path)' cannot be opened: \(problem)"
                case .cannotBeRead(let problem): "the folder of revisions '\(path)' cannot be read: \(problem)"
                }
            throw MigratorError(.fileSystem, reason)
        }
    }

    private static func parse(
        _ index: Int,
        of listing: borrowing FolderListing,
        folder: String
    ) throws(MigratorError) -> (SQLRevisionEntry, FileSignature) {
        let name = try fileName(index, of: listing, folder: folder)
        let path = join(folder, name)
        let (contents, signature) = try SQLFileContents.read(listing.openFile(at: index), path: path)
        let file = try SQLRevisionFile(path: path, contents: contents)
        RecentReading.keep(file, of: path, size: contents.count)
        let entry = SQLRevisionEntry(
            header: file.header,
            folder: folder,
            fileName: name,
            upgradeDigest: file.upgradeDigest,
            downgradeDigest: file.downgradeDigest
        )
        return (entry, signature)
    }

    private static func fileName(
        _ index: Int,
        of listing: borrowing FolderListing,
        folder: String
    ) throws(MigratorError) -> String {
        var bytes: [UInt8] = []
        listing.withName(at: index) { name in bytes = name.dropLast().map { UInt8(bitPattern: $0) } }
        if bytes.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) { return String(decoding: bytes, as: UTF8.self) }
        let name = String(validating: bytes, as: UTF8.self)
        let isPrintable = name.map { name in
            name.unicodeScalars.allSatisfy {
                switch $0.properties.generalCategory {
                case .control, .format, .lineSeparator, .paragraphSeparator: false
                default: true
                }
            }
        }
        guard let name, isPrintable == true else {
            let shown = PayloadMessage.printable(String(decoding: bytes, as: UTF8.self), limit: 255)
            throw MigratorError(
                .invalidRevision,
                "the file name '\(shown)' in '\(folder)' holds control characters or invalid UTF-8; rename it"
            )
        }
        return name
    }

    private static func adding(_ further: Int, to error: MigratorError) -> MigratorError {
        guard further > 0 else { return error }
        let others = further == 1 ? "1 more file has" : "\(further) more files have"
        return MigratorError(
            error.code,
            "\(error.message) (\(others) errors)",
            revision: error.revision,
            location: error.location,
            cause: error.cause
        )
    }
}
