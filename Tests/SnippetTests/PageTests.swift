import Foundation
import Testing

/// What holds of the pages that stand in the repository beside the articles; DocC itself checks those.
@Suite struct PageTests {
    @Test func theReadmeIsReadInOneGo() throws {
        // What comes after the last newline is no line.
        #expect(try Repository.lines(of: "README.md").dropLast().count <= 220)
    }

    @Test(arguments: Repository.pages)
    func aLinkLeadsToAFile(_ page: String) throws {
        let folder = page.split(separator: "/").dropLast().map { "\($0)/" }.joined()
        for (index, line) in try Repository.lines(of: page).enumerated() {
            for match in line.matches(of: /\]\(([^)#\s]+)/) where !match.output.1.contains("://") {
                let link = String(match.output.1)
                #expect(Repository.isThere(folder + link), "\(page):\(index + 1) leads to \(link), which is not there")
            }
        }
    }
}
