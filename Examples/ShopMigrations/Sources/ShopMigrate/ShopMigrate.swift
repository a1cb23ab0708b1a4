import MigratorCLI
import ShopMigrations

@main struct ShopMigrate {
    static func main() {
        MigratorCommand.run(name: "shop-migrate", registries: [ShopMigrations.revisions])
    }
}
