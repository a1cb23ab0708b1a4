import Foundation
import MigratorSystem
import Testing

@Suite final class OpenFileTests {
    private let folder = NSTemporaryDirectory() + "open-file-\(UUID().uuidString)"

    init() { SystemCalls.makeFolder(folder, permissions: 0o700) }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    @Test func aFileIsReplacedWholeOrStaysAsItIs() throws {
        let place = "\(folder)/a"
        #expect(OpenFile.replace(place, with: [1], by: "\(folder)/.new") == 0)
        #expect(OpenFile.replace("a", with: [1, 2, 3], by: ".new", in: OpenFile.folder(folder)) == 0)
        #expect(OpenFile.replace(place, with: [4], by: "\(folder)/none/.new") != 0)
        let file = try #require(OpenFile.reading(place))
        let status = try #require(file.status)
        #expect(status.kind == .file && status.size == 3 && status.isOwn && status.permissions == 0o600)
        #expect(file.start(count: 2) == [1, 2] && file.contents(size: 3) == [1, 2, 3])
        #expect(SystemCalls.names(inFolder: folder) == ["a"])
    }

    @Test func linksAreFollowedOnlyWhereTheyMay() throws {
        try FileManager.default.createSymbolicLink(atPath: "\(folder)/link", withDestinationPath: folder)
        #expect(FileStatus("\(folder)/link")?.kind == .folder)
        #expect(FileStatus("\(folder)/link", followingLinks: false)?.kind == .other)
        #expect(OpenFile.reading("\(folder)/link", followingLinks: false) == nil)
        #expect(FileStatus("\(folder)/none") == nil && !SystemCalls.isThere("\(folder)/none"))
    }

    @Test func aLockLastsAsLongAsItsFileIsOpen() throws {
        let place = "\(folder)/lock"
        let first = try #require(OpenFile.toLock(place))
        #expect(first.lock())
        withExtendedLifetime(first) {
            #expect(OpenFile.toLock(place)?.lock() == false)
        }
    }

    @Test func aFolderIsListedInTheOrderOfBytes() throws {
        for name in ["b.sql", "a.SQL", "B.sql", ".hidden.sql", ".sql", "c.txt"] {
            _ = OpenFile.replace("\(folder)/\(name)", with: Array(name.utf8), by: "\(folder)/.new")
        }
        let listing = try FolderListing.open(folder, ending: ".sql")
        var names: [String] = []
        for index in 0..<listing.count {
            listing.withName(at: index) { name in
                names.append(String(decoding: name.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self))
            }
            let contents = listing.openFile(at: index)?.contents(size: 0)
            #expect(contents.map { String(decoding: $0, as: UTF8.self) } == names.last)
        }
        #expect(names == ["B.sql", "a.SQL", "b.sql"])
        #expect(listing.signatures().compactMap { $0?.size } == [5, 5, 5])
    }

    @Test func aNumberIsWrittenWithAllItsDigits() {
        #expect(0.1.scientific(decimals: 19) == "1.0000000000000000555e-01")
        #expect((-1.5).scientific(decimals: 2) == "-1.50e+00")
    }
}
