import Foundation
import MigratorTestSupport
import Testing

/// The package as another one uses it, and the program away from everything that it was built from.
struct ExampleTests {
    private var root: String {
        URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().path
    }

    /// The package in `Examples/ShopMigrations` has its own revisions and its own command; the README shows both.
    @Test(.timeLimit(.minutes(60)))
    func anotherPackageMountsTheCommandsOverItsRevisions() async throws {
        let scratch = "\(root)/.build/examples/shop"
        let swift = Process()
        swift.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        swift.arguments = [
            "swift", "build", "--package-path", "\(root)/Examples/ShopMigrations", "--scratch-path", scratch,
            "--product", "shop-migrate",
        ]
        // On a thread of its own: a build that takes minutes would hold up all other tests.
        let build = try await Tool.finishAside(swift)
        try #require(build.status == 0, "\(build.output)\(build.errors)")
        let folder = TemporaryFolder("shop")
        var tool = Tool(in: folder.path)
        tool.executable = "\(scratch)/debug/shop-migrate"
        let upgrade = try tool.run("upgrade", "head", "--database", "sqlite:shop.db", "--format", "json")
        #expect(upgrade.status == 0, "\(upgrade.errors)")
        let steps = try #require(try upgrade.json()["steps"] as? [[String: Any]])
        #expect(steps.count == 2)
        #expect(steps.contains { $0["rows"] as? Int ?? 0 > 0 })
        #expect(try tool.run("downgrade", "base", "--database", "sqlite:shop.db").status == 0)
        #expect(try tool.run("check", "--no-pending", "--database", "sqlite:shop.db").status == 0)
    }

    @Test func theExecutableAloneRunsTheWholeHistory() throws {
        let folder = TemporaryFolder("alone")
        var tool = Tool(in: folder.path)
        tool.executable = "\(folder.path)/migrator"
        try FileManager.default.copyItem(atPath: Tool.built, toPath: tool.executable)
        #expect(try tool.run("upgrade", "head").status == 0)
        #expect(try tool.run("downgrade", "base").status == 0)
    }
}
