import Foundation
import Migrator
import Testing

@testable import MigratorCLI

/// Files that are written whole or not at all.
struct FilesTests {
    private let folder: String

    init() throws {
        let url = FileManager.default.temporaryDirectory.appendingPathComponent("files-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        folder = url.path
    }

    private func names() throws -> [String] { try FileManager.default.contentsOfDirectory(atPath: folder).sorted() }

    @Test func aFileTakesThePlaceOfAnotherAndLeavesNoDraft() throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let path = "\(folder)/schema.sql"
        try System.replaceFile(path, "one\n")
        try System.replaceFile(path, "two\n")
        #expect(try System.readText(path) == "two\n")
        #expect(try names() == ["schema.sql"])
    }

    @Test func permissionsAndSymlinksStay() throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let (path, link) = ("\(folder)/schema.sql", "\(folder)/link.sql")
        try System.replaceFile(path, "one\n")
        try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: path)
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: path)
        try System.replaceFile(link, "two\n")
        #expect(try System.readText(path) == "two\n")
        #expect(try FileManager.default.destinationOfSymbolicLink(atPath: link) == path)
        let permissions = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
        #expect(permissions == 0o640)
    }

    @Test func whatIsNoFileIsLeftAlone() throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        for path in [folder, "/dev/null", "\(folder)/missing/schema.sql"] {
            let error = #expect(throws: MigratorError.self) { try System.replaceFile(path, "text") }
            #expect(error?.code == .fileSystem)
        }
        #expect(try names().isEmpty)
    }

    @Test func severalFilesAreWrittenOrNone() throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try System.createFile("\(folder)/b.sql", "one\n")
        let error = #expect(throws: MigratorError.self) {
            try System.createFiles([("\(folder)/a.sql", "new\n"), ("\(folder)/b.sql", "new\n")])
        }
        #expect(error?.message.contains("there is a file of that name already") == true)
        #expect(try names() == ["b.sql"])
        #expect(try System.readText("\(folder)/b.sql") == "one\n")
        #expect(throws: MigratorError.self) {
            try System.createFiles([("\(folder)/a.sql", "new\n"), ("\(folder)/missing/c.sql", "new\n")])
        }
        #expect(try names() == ["b.sql"])
        try System.createFiles([("\(folder)/a.sql", "new\n"), ("\(folder)/c.sql", "new\n")])
        #expect(try names() == ["a.sql", "b.sql", "c.sql"])
    }

    @Test func aNewFileNeverTakesThePlaceOfAnother() throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let path = "\(folder)/revision.sql"
        try System.createFile(path, "one\n")
        #expect(throws: MigratorError.self) { try System.createFile(path, "two\n") }
        #expect(try System.readText(path) == "one\n")
        #expect(try names() == ["revision.sql"])
    }
}
