import Foundation
import MigratorCore
import MigratorPayloads
import Testing

@Suite struct PayloadPathTests: PayloadTesting {
    private func message(_ path: String, _ places: [PayloadPath.SearchFolder]) -> String? {
        do {
            _ = try PayloadPath.resolve(path, in: places)
            return nil
        } catch {
            return error.message
        }
    }

    @Test func staysInsideTheRoot() throws {
        let folder = try PayloadFolder()
        try folder.write("root/history/payloads/x.json", [])
        try folder.write("root/shared/y.json", [])
        let secret = try folder.write("rooted/z.json", [])
        let history = folder.path + "/root/history"
        let place = PayloadPath.SearchFolder(folder: history, root: folder.path + "/root")
        try FileManager.default.createSymbolicLink(atPath: history + "/link.json", withDestinationPath: secret)
        try FileManager.default.createSymbolicLink(
            atPath: history + "/inner",
            withDestinationPath: folder.path + "/root/shared"
        )

        #expect(
            try PayloadPath.resolve("payloads/x.json", revisionFolder: history, root: place.root)
                == history + "/payloads/x.json"
        )
        #expect(try PayloadPath.resolve("../shared/y.json", in: [place]) == folder.path + "/root/shared/y.json")
        #expect(try PayloadPath.resolve("inner/y.json", in: [place]) == folder.path + "/root/shared/y.json")
        #expect(message("../../rooted/z.json", [place])?.contains("lies outside") == true)
        #expect(message("../../none/z.json", [place])?.contains("lies outside") == true)
        #expect(message("link.json", [place])?.contains("lies outside") == true)
        #expect(message(secret, [place])?.contains("is absolute") == true)
        #expect(message("", [place])?.contains("is empty") == true)
        #expect(message("a\0b", [place])?.contains("control character") == true)
    }

    @Test func looksInEachPlaceAndListsThem() throws {
        let folder = try PayloadFolder()
        let found = try folder.write("two/x.json", [])
        let places = ["one", "two"].map { PayloadPath.SearchFolder(folder: folder.path + "/" + $0, root: folder.path) }
        #expect(try PayloadPath.resolve("x.json", in: places) == found)
        let text = message("y.json", places)
        #expect(
            text == "the payload \"y.json\" was not found; tried \(folder.path)/one/y.json, \(folder.path)/two/y.json"
        )
        #expect(message("y.json", [])?.hasSuffix("tried nowhere") == true)
    }
}
