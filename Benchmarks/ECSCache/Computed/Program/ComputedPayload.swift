import ComputedRevisions
import MigratorCLI

/// The program whose payload a closure makes.
@main struct ComputedPayload {
    static func main() async {
        await MigratorCommand.run(name: "computed-payload", registries: [ComputedRevisions.revisions])
    }
}
