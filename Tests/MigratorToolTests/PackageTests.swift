import Foundation
import MigratorTestSupport
import Testing

/// The walls between the targets, and the package as another one uses it.
struct PackageTests {
    private var root: String {
        URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().path
    }

    /// Runs a command on a thread of its own: a build that takes minutes would hold up all other tests.
    private func run(_ command: String, _ arguments: [String], in folder: String? = nil) async throws -> ToolResult {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = [command] + arguments
        process.currentDirectoryURL = URL(fileURLWithPath: folder ?? root)
        return try await Tool.finishAside(process)
    }

    /// What each target may look at: targets of ours, nothing more; ByteEquality is beneath all.
    private let walls: [String: Set<String>] = [
        "ByteEquality": [],
        "MigrationDSL": [],
        "Database": [],
        "BlockingExecution": [],
        "CacheBridge": [],
        "ECSSchema": ["MigrationDSL", "Database", "CacheBridge"],
        "SQLiteDriver": ["Database", "BlockingExecution", "CSQLite"],
        "PostgresDriver": ["Database", "BlockingExecution", "CLibPQ"],
        "RedisDriver": ["CacheBridge", "BlockingExecution", "CHiredis"],
        "Compression": ["CacheBridge", "CZstd", "CZlib"],
        "InvalidationCarriers": ["Database", "CacheBridge"],
        "Migrator": ["MigrationDSL", "Database", "CacheBridge", "InvalidationCarriers"],
        "MigratorService": ["Migrator", "MigrationDSL", "Database", "CacheBridge"],
        "MigratorCLI": [
            "Migrator", "MigrationDSL", "Database", "SQLiteDriver", "PostgresDriver", "CacheBridge", "RedisDriver",
            "Compression", "InvalidationCarriers",
        ],
        "MigratorTestKit": ["Migrator", "MigrationDSL", "Database"],
        "NamingMigrations": ["MigrationDSL"],
        "ECSMigrations": ["MigrationDSL"],
        "AgentsMigrations": ["MigrationDSL"],
        "RevisionIndex": [],
        "MigratorTool": ["MigratorCLI", "ECSSchema", "NamingMigrations", "ECSMigrations", "AgentsMigrations"],
    ]

    /// What each target may take from other packages.
    private let foreign: [String: Set<String>] = [
        "CacheBridge": ["Crypto", "Logging", "Metrics"],
        "ECSSchema": ["Logging"],
        "Migrator": ["Crypto"],
        "MigratorService": ["ServiceLifecycle", "Logging"],
        "MigratorCLI": ["ArgumentParser", "Logging"],
    ]

    @Test func targetsLookOnlyWhereTheyMay() async throws {
        let result = try await run("swift", ["package", "--ignore-lock", "describe", "--type", "json"])
        let package = try result.json()
        let targets = try #require(package["targets"] as? [[String: Any]], "\(result.errors)")
        var seen: Set<String> = []
        for target in targets {
            let name = target["name"] as? String ?? ""
            guard ["library", "executable"].contains(target["type"] as? String ?? ""), !name.hasSuffix("TestSupport")
            else {
                continue
            }
            seen.insert(name)
            let dependencies = Set(target["target_dependencies"] as? [String] ?? [])
            // The build plugin is no module that could be looked at.
            #expect(dependencies.subtracting(["RevisionRegistry", "ByteEquality"]) == walls[name], "\(name)")
            let products = Set(target["product_dependencies"] as? [String] ?? [])
            #expect(products == foreign[name] ?? [], "\(name)")
        }
        #expect(seen == Set(walls.keys))
    }

    /// The package in `Examples/ShopMigrations` has its own revisions and its own command.
    @Test(.timeLimit(.minutes(60)))
    func anotherPackageMountsTheCommandsOverItsRevisions() async throws {
        let example = "\(root)/Examples/ShopMigrations"
        let scratch = "\(root)/.build/examples/shop"
        let build = try await run(
            "swift",
            ["build", "--package-path", example, "--scratch-path", scratch, "--product", "shop-migrate"]
        )
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

    /// The executable alone, away from everything it was built from.
    @Test func theExecutableAloneRunsTheWholeHistory() throws {
        let folder = TemporaryFolder("alone")
        var tool = Tool(in: folder.path)
        tool.executable = "\(folder.path)/migrator"
        try FileManager.default.copyItem(atPath: Tool.built, toPath: tool.executable)
        #expect(try tool.run("upgrade", "head").status == 0)
        #expect(try tool.run("downgrade", "base").status == 0)
    }
}
