import AgentsMigrations
import ECSMigrations
import ECSSchema
import MigratorCLI
import NamingMigrations

@main struct MigratorTool {
    static func main() async {
        await MigratorCommand.run(
            registries: [NamingMigrations.revisions, ECSMigrations.revisions, AgentsMigrations.revisions],
            model: .ecs,
            caches: .ecs,
            database: "sqlite:ecs.db"
        )
    }
}
