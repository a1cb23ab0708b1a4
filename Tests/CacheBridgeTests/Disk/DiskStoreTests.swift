import CacheBridge
import CacheTestKit
import Foundation
import Synchronization
import Testing

@Suite struct DiskStoreTests {
    private final class Folder: Sendable {
        let path = NSTemporaryDirectory() + "cache-\(UUID().uuidString)"
        deinit { try? FileManager.default.removeItem(atPath: path) }

        /// All files below, with their paths.
        var files: [String] {
            (FileManager.default.enumerator(atPath: path)?.allObjects as? [String] ?? [])
                .map { "\(path)/\($0)" }
                .filter { file in
                    let type = try? FileManager.default.attributesOfItem(atPath: file)[.type]
                    return type as? FileAttributeType == .typeRegular && !file.hasSuffix(".sweep")
                }
        }
    }

    private final class Database: DiskWitness {
        let state = Mutex<(identity: String, event: Int)>(("one", 1))
        func witness(of namespace: Namespace) async -> Witness? {
            state.withLock { Witness(identity: $0.identity, lastEvent: "\($0.event)") }
        }
    }

    private let folder = Folder()
    private let database = Database()
    private let clock = ManualClock()

    /// A program that starts, and has only the disk to remember by.
    private func start() throws -> Process {
        let disk = try DiskStore(path: folder.path)
        return Process(nil, clock: clock) { configuration in
            configuration.settings.fallback = .disk
            configuration.disk = disk
            configuration.witness = database
        }
    }

    @Test func theNextRunFindsWhatTheLastOneLoaded() async throws {
        let source = Source()
        _ = try await start().read(source, in: .alembic)
        let next = try start()
        #expect(try await next.read(source, in: .alembic) == "v1")
        #expect(source.loads == 1 && next.figures(.alembic).hits == ["disk": 1])
        clock.advance(by: .seconds(3600))
        _ = try await start().read(source, in: .alembic)
        #expect(source.loads == 2, "and ends with its time")
    }

    @Test func anOutboxRowOrAnotherDatabaseMakesItStale() async throws {
        let source = Source()
        _ = try await start().read(source)
        database.state.withLock { $0.event = 2 }
        source.set("v2")
        #expect(try await start().read(source) == "v2")
        #expect(try await start().read(source) == "v2")
        #expect(source.loads == 2)
        database.state.withLock { $0.identity = "restored" }
        source.set("v0")
        #expect(try await start().read(source) == "v0")
    }

    /// The row comes between what the reader saw and what it writes: the file must not count.
    @Test func aRowThatComesWhileLoadingMakesTheFileStale() async throws {
        let process = try start()
        let value = try await process.cache.value(for: process.key(), as: Process.format) {
            database.state.withLock { $0.event = 2 }
            return "old"
        }
        #expect(value == "old")
        #expect(try await start().read(Source("new")) == "new")
    }

    @Test func contentIsSharedByDatabases() async throws {
        let source = Source()
        _ = try await start().read(source, in: .alembicData)
        database.state.withLock { $0.event = 2 }
        let disk = try DiskStore(path: folder.path)
        let other = Process(nil, clock: clock) { configuration in
            configuration.settings.fallback = .disk
            configuration.fingerprint = Fingerprint(identity: "two", place: [])
            configuration.disk = disk
        }
        #expect(try await other.read(source, in: .alembicData) == "v1")
        #expect(source.loads == 1)
    }

    @Test func tornAndChangedFilesAreMisses() async throws {
        let source = Source(String(repeating: "x", count: 500))
        _ = try await start().read(source)
        let file = try #require(folder.files.first)
        let whole = try Data(contentsOf: URL(fileURLWithPath: file))
        var loads = 1
        for damage in 0..<20 {
            var bytes = damage.isMultiple(of: 2) ? whole.prefix(whole.count * damage / 20) : whole
            if damage % 2 == 1 { bytes[whole.count * damage / 20] ^= 1 }
            try bytes.write(to: URL(fileURLWithPath: file))
            #expect(try await start().read(source)?.count == 500)
            loads += 1
            #expect(source.loads == loads)
        }
    }

    @Test func theFolderIsPrivateOrNotUsed() throws {
        _ = try DiskStore(path: folder.path)
        let mode = try FileManager.default.attributesOfItem(atPath: folder.path)[.posixPermissions] as? Int
        #expect(mode == 0o700)
        try FileManager.default.setAttributes([.posixPermissions: 0o750], ofItemAtPath: folder.path)
        #expect(throws: CacheError.self) { try DiskStore(path: folder.path) }
        let link = folder.path + "-link"
        defer { try? FileManager.default.removeItem(atPath: link) }
        try FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: folder.path)
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: folder.path)
        #expect(throws: CacheError.self) { try DiskStore(path: link) }
        #expect(throws: CacheError.self) { try DiskStore(path: "/proc/no/such/place") }
        #expect(throws: CacheError.self) { try DiskStore(path: "/etc/passwd") }
    }

    @Test func aLinkInTheFolderIsNotFollowed() async throws {
        let store = try DiskStore(path: folder.path)
        #expect(try await store.write("a", namespace: "n", [1, 2, 3]))
        let file = try #require(folder.files.first)
        let target = folder.path + "/target"
        try Data([9]).write(to: URL(fileURLWithPath: target))
        try FileManager.default.removeItem(atPath: file)
        try FileManager.default.createSymbolicLink(atPath: file, withDestinationPath: target)
        #expect(await store.read("a", namespace: "n") == nil)
        #expect(try await store.write("a", namespace: "n", [4]))
        #expect(await store.read("a", namespace: "n") == [4])
        #expect(try Data(contentsOf: URL(fileURLWithPath: target)) == Data([9]))
    }

    @Test func theOldestLeaveWhenThereIsNoRoom() async throws {
        let limit = 400_000
        let store = try DiskStore(path: folder.path, limit: limit)
        for index in 0..<300 {
            #expect(try await store.write("\(index)", namespace: "n", Array(repeating: 1, count: 4000)))
            #expect(store.bytes <= limit + limit / 8 + 4096)
            _ = await store.read("0", namespace: "n")
        }
        #expect(await store.read("0", namespace: "n") != nil, "it was used all the time")
        #expect(await store.read("1", namespace: "n") == nil)
        #expect(await store.read("299", namespace: "n") != nil)
        #expect(try await !store.write("big", namespace: "n", Array(repeating: 0, count: limit / 2)))
    }

    @Test func whatACrashLeftIsSweptAwayInTime() async throws {
        let store = try DiskStore(path: folder.path, limit: 50_000)
        #expect(try await store.write("a", namespace: "n", [1]))
        let left = ["\(folder.path)/n/.new-1-old", "\(folder.path)/n/.new-1-young"]
        for path in left { try Data([1]).write(to: URL(fileURLWithPath: path)) }
        let hourAgo = Date(timeIntervalSinceNow: -3600)
        try FileManager.default.setAttributes([.modificationDate: hourAgo], ofItemAtPath: left[0])
        for index in 0..<20 { try await store.write("\(index)", namespace: "n", Array(repeating: 1, count: 4000)) }
        #expect(!FileManager.default.fileExists(atPath: left[0]))
        #expect(FileManager.default.fileExists(atPath: left[1]), "somebody may be writing it now")
    }

    /// What the disk cannot take is loaded anew, and shows in the figures.
    @Test(arguments: ["a file", "open to others", "a link"])
    func aDiskThatCannotBeWrittenToIsCounted(_ obstacle: String) async throws {
        let process = try start()
        let place = "\(folder.path)/naming_spirits"
        switch obstacle {
        case "a file": try Data([1]).write(to: URL(fileURLWithPath: place))
        case "a link": try FileManager.default.createSymbolicLink(atPath: place, withDestinationPath: "/tmp")
        default:
            try FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: true)
            try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: place)
        }
        let source = Source()
        #expect(try await process.read(source) == "v1")
        #expect(process.figures().errors == ["diskUnavailable": 1])
        #expect(process.figures().stores == 0)
        try FileManager.default.removeItem(atPath: place)
        #expect(try await process.read(source, "other") == "v1")
        #expect(process.figures().stores == 1)
        #expect(process.figures().errors == ["diskUnavailable": 1])
    }

    /// Many stores over one folder, as many processes have them: no reader ever sees bytes that nobody wrote.
    @Test func manyAtOnceNeverSeeHalfAValue() async throws {
        let stores = try (0..<4).map { _ in try DiskStore(path: folder.path, limit: 2_000_000) }
        await withTaskGroup(of: Void.self) { group in
            for (index, store) in stores.enumerated() {
                group.addTask {
                    for round in 0..<60 {
                        let byte = UInt8(truncatingIfNeeded: index * 64 + round % 64)
                        let bytes = Array(repeating: byte, count: 20_000 + Int(byte))
                        _ = try? await store.write("shared", namespace: "n", bytes)
                        guard let read = await store.read("shared", namespace: "n"), let first = read.first else {
                            continue
                        }
                        #expect(read.count == 20_000 + Int(first) && read.allSatisfy { $0 == first })
                    }
                }
            }
        }
        #expect(folder.files.count == 1)
    }
}
