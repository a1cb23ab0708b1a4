// snippet: shop-program
import MigratorCLI
import ShopMigrations

@main struct ShopMigrate {
    static func main() async {
        await MigratorCommand.run(name: "shop-migrate", registries: [ShopMigrations.revisions])
    }
}
// end
