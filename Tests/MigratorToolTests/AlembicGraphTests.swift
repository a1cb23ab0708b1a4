import Foundation
import MigratorTestSupport
import Testing

/// Random graphs, of which the program and Alembic itself are asked the same.
@Suite(.enabled(if: AlembicProject.isThere, "python3 with ensurepip is not installed"))
struct AlembicGraphTests {
    @Test(.timeLimit(.minutes(60)))
    func rangesAndPartsOfIdsAreReadAsAlembicReadsThem() async throws {
        try await Script.run("alembic.sh", ["--make"])
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "\(Script.root)/.build/alembic/bin/python")
        process.arguments = [
            fixture("alembic/graphs.py"), "--random", "\(Rounds.count(reduced: 4, full: 200))", "--seed",
            "\(Rounds.seed % 1_000_000)", "--migrator", Tool.built,
        ]
        process.environment = ProcessInfo.processInfo.environment.merging(["PYTHONDONTWRITEBYTECODE": "1"]) { $1 }
        let result = try await Tool.finishAside(process)
        #expect(result.status == 0, "\(result.output)\(result.errors)")
    }
}
