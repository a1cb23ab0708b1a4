import MigrationDSL
import MigratorCore
import MigratorDatabase
import MigratorSystem
import MigratorTestSupport
import Testing

@testable import MigratorSources

#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

@Suite struct FolderMemoryTests {
    private let folder = SQLTemporaryFolder()
    private let cache = SQLTemporaryFolder()
    private let memory: FolderMemory
    /// Late enough for files just written to be remembered.
    private let later: Int64

    init() {
        memory = FolderMemory(directory: cache.path, minimumFiles: 0)
        later = FileSignature.now() + 3_600_000_000_000
        for index in 0..<5 {
            folder.write("r\(index).sql", Self.text(index))
        }
    }

    private static func text(_ index: Int) -> String {
        """
        -- revision: r\(index)
        -- parents: \(index == 0 ? "" : "r\(index - 1), é")
        -- branch-labels: x\(index), y
        -- depends-on: z
        -- message: number \(index)
        -- transaction: \(index == 1 ? "off" : "on")
        \(index == 3 ? "-- imported-from: goose 3" : "")
        -- upgrade
        SELECT \(index);
        -- bulk-insert into t from p\(index).csv
        \(index == 2 ? "" : "-- downgrade")
        """
    }

    private func load(at now: Int64? = nil) throws -> [SQLRevisionEntry] {
        try SQLFolder.load(path: folder.path, memory: memory, now: now ?? later)
    }

    private func fresh() throws -> [SQLRevisionEntry] {
        try SQLFolder.load(path: folder.path, memory: nil)
    }

    /// The time by the file system's clock, in nanoseconds.
    private func now() -> Int64 {
        folder.write("now", "")
        defer { unlink(folder.path + "/now") }
        let time = folder.modified("now")
        return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
    }

    /// How many files are remembered.
    private var remembered: Int {
        memory.recall(SystemCalls.realPath(folder.path) ?? "").count
    }

    private var memoryFile: String { cache.names().first ?? "" }

    @Test func givesWhatReadingGives() throws {
        #expect(try load() == fresh())
        #expect(remembered == 5)
        #expect(try load() == fresh())
        let written = cache.modified(memoryFile)
        #expect(try load() == fresh())
        #expect(cache.modified(memoryFile).tv_nsec == written.tv_nsec, "nothing changed and it was written again")
        // By another path to the same folder, the entries bear that path.
        let dotted = try SQLFolder.load(path: folder.path + "/.", memory: memory, now: later)
        #expect(dotted.allSatisfy { $0.folder == folder.path + "/." })
        #expect(cache.names().count == 1)
    }

    @Test func usesWhatItRemembers() throws {
        _ = try load()
        var bytes = cache.read(memoryFile)
        let (at, real) = (
            try #require(bytes.firstRange(of: Array("number 3".utf8))), SystemCalls.realPath(folder.path) ?? ""
        )
        bytes.replaceSubrange(at, with: Array("forged 3".utf8))
        bytes.replaceSubrange(8..<40, with: FolderMemoryFormat.digest(of: bytes, folder: real).bytes)
        cache.write(memoryFile, bytes: bytes)
        #expect(try load()[3].message == "forged 3", "the file was read although it is remembered")
    }

    @Test func noticesChangedNewAndRemovedFiles() throws {
        _ = try load()
        folder.write("r3.sql", Self.text(3) + "\nSELECT 'more'")
        #expect(try load() == fresh())
        folder.write("r25.sql", Self.text(25))
        #expect(try load() == fresh())
        unlink(folder.path + "/r0.sql")
        #expect(try load() == fresh())
        #expect(remembered == 5)
        rename(folder.path + "/r1.sql", folder.path + "/zz.sql")
        #expect(try load() == fresh())
        #expect(try load().last?.fileName == "zz.sql")
    }

    @Test func noticesAnEditOfTheSameSizeAndTime() async throws {
        _ = try load()
        let time = folder.modified("r3.sql")
        // The file system's clock may stand still between two writes.
        let before = now()
        try await poll(for: "a later time of the file system") { now() != before }
        folder.write("r3.sql", Self.text(3).replacing("SELECT 3", with: "SELECT 4"))
        folder.setModified("r3.sql", time)
        let entries = try load()
        #expect(try entries == fresh())
        #expect(try entries[3].items(of: .upgrade, for: .sqlite).count == 2)
    }

    @Test func forgetsFilesTouchedJustBefore() throws {
        _ = try load(at: FileSignature.now())
        #expect(remembered == 0)
        // Equal stamps: only the age tells that a second write may follow.
        folder.write("r3.sql", Self.text(7))
        #expect(try load(at: FileSignature.now()) == fresh())
        let old = timespec(tv_sec: 1_000_000_000, tv_nsec: 0)
        folder.setModified("r3.sql", old)
        #expect(try load(at: FileSignature.now()) == fresh())
        #expect(remembered == 0, "the inode changed just now")
        #expect(try load() == fresh())
        #expect(remembered == 5)
        folder.setModified("r3.sql", timespec(tv_sec: 4_000_000_000, tv_nsec: 0))
        #expect(try load() == fresh())
        #expect(remembered == 4, "a file from the future is never remembered")
    }

    @Test func remembersTheGoodFilesBesideABadOne() throws {
        folder.write("r9.sql", "nonsense")
        for _ in 0..<2 {
            #expect(throws: MigratorError.self) { try load() }
            #expect(remembered == 5)
        }
        folder.write("r9.sql", Self.text(9))
        #expect(try load() == fresh())
        #expect(remembered == 6)
    }

    @Test func ignoresCorruption() throws {
        _ = try load()
        let (name, expected) = (memoryFile, try fresh())
        let good = cache.read(name)
        for index in good.indices {
            var bad = good
            bad[index] ^= 0x41
            cache.write(name, bytes: bad)
            #expect(memory.recall(SystemCalls.realPath(folder.path) ?? "").count == 0)
            guard index.isMultiple(of: 16) else { continue }
            #expect(try load() == expected, "byte \(index)")
        }
        for length in stride(from: 0, to: good.count, by: 37) {
            cache.write(name, bytes: Array(good[..<length]))
            #expect(try load() == expected)
        }
        cache.write(name, bytes: good + [0])
        #expect(try load() == expected)
    }

    @Test func survivesNonsenseBehindAGoodDigest() throws {
        _ = try load()
        let (real, good) = (SystemCalls.realPath(folder.path) ?? "", cache.read(memoryFile))
        for index in FolderMemoryFormat.countOffset..<good.count {
            for flip: UInt8 in [0x01, 0x80, 0xFF] {
                var bad = good
                bad[index] ^= flip
                bad.replaceSubrange(8..<40, with: FolderMemoryFormat.digest(of: bad, folder: real).bytes)
                var reader = FolderMemoryReader(bytes: bad, folder: real)
                for name in 0..<5 {
                    let text = Array("r\(name).sql".utf8CString)
                    text.withUnsafeBufferPointer { text in
                        let listed = (try? FolderListing.open(folder.path, ending: ".sql"))?.signatures()[name]
                        if let listed { _ = reader.entry(named: text, listed, folder: "") }
                    }
                }
            }
        }
    }

    @Test func ignoresTheMemoryOfAnotherFolder() throws {
        _ = try load()
        let other = SQLTemporaryFolder()
        for index in 0..<5 { other.write("r\(index).sql", Self.text(index)) }
        _ = try SQLFolder.load(path: other.path, memory: memory, now: later)
        let (first, second) = (cache.names()[0], cache.names()[1])
        let (one, two) = (cache.read(first), cache.read(second))
        cache.write(first, bytes: two)
        cache.write(second, bytes: one)
        #expect(remembered == 0)
        #expect(try load() == fresh())
    }

    @Test func trustsOnlyItsOwnersFiles() throws {
        _ = try load()
        chmod(cache.path + "/" + memoryFile, 0o620)
        #expect(remembered == 0)
        chmod(cache.path + "/" + memoryFile, 0o600)
        #expect(remembered == 5)
        chmod(cache.path, 0o777)
        #expect(remembered == 0)
        #expect(try load() == fresh())
        chmod(cache.path, 0o700)
        let name = memoryFile
        rename(cache.path + "/" + name, cache.path + "/moved")
        symlink("moved", cache.path + "/" + name)
        #expect(remembered == 0)
        #expect(try load() == fresh())
    }

    @Test func makesItsFolderAndDoesWithout() throws {
        let deep = FolderMemory(directory: cache.path + "/a/b", minimumFiles: 0)
        _ = try SQLFolder.load(path: folder.path, memory: deep, now: later)
        var status = stat()
        stat(cache.path + "/a/b", &status)
        #expect(status.st_mode & 0o777 == 0o700)
        let inFile = FolderMemory(directory: folder.path + "/r0.sql/x", minimumFiles: 0)
        #expect(try SQLFolder.load(path: folder.path, memory: inFile, now: later) == fresh())
        let many = FolderMemory(directory: cache.path + "/none")
        #expect(try SQLFolder.load(path: folder.path, memory: many, now: later) == fresh())
        #expect(stat(cache.path + "/none", &status) != 0)
    }

    @Test func isFoundByTheEnvironment() {
        func directory(_ variables: [String: String]) -> String? {
            FolderMemory.standard { variables[$0] }?.directory
        }
        #expect(directory(["HOME": "/h"]) == "/h/.cache/migrator")
        #expect(directory(["HOME": "/h", "XDG_CACHE_HOME": "/x"]) == "/x/migrator")
        #expect(directory(["HOME": "/h", "XDG_CACHE_HOME": "relative"]) == "/h/.cache/migrator")
        #expect(directory(["HOME": "/h", "XDG_CACHE_HOME": "/x", "MIGRATOR_CACHE_DIR": "/m"]) == "/m")
        #expect(directory([:]) == nil)
    }

    @Test func takesManyWritersAtOnce() async throws {
        let expected = try fresh()
        let (path, memory, later) = (folder.path, memory, later)
        try await withThrowingTaskGroup(of: [SQLRevisionEntry].self) { group in
            for turn in 0..<64 {
                group.addTask {
                    if turn.isMultiple(of: 4) {
                        unlink(memory.directory + "/" + FolderMemoryFormat.fileName(folder: path))
                    }
                    return try SQLFolder.load(path: path, memory: memory, now: later)
                }
            }
            for try await entries in group { #expect(entries == expected) }
        }
        #expect(cache.names().count <= 1, "temporary files are left")
        #expect(try load() == expected)
        #expect(remembered == 5)
    }
}
