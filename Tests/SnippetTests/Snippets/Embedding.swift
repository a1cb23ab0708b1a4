// snippet: embedding
import Migrator
import MigratorSQLite
// end

private func embed() async throws {
    // snippet: embedding
    let history = try RevisionHistory([.compiled(ShopMigrations.revisions), .folder("revisions")])
    let engine = MigrationEngine(revisions: history) {
        try await SQLiteSession(SQLiteSessionConfiguration(path: "shop.db"))
    }
    let report = try await engine.upgrade(to: "head")
    print("applied \(report.steps.count), now at \(report.heads)")
    // end
}

private func follow(_ engine: MigrationEngine) async throws {
    // snippet: following-a-run
    let run = engine.upgrading(to: "head")
    for await event in run { print(event) }
    let report = try await run.report
    // end
    print(report.heads)
}
