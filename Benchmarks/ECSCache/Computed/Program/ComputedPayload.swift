import ComputedRevisions
import MigratorCLI

/// The program whose payload a closure makes.
@main struct ComputedPayload {
    static func main() {
        MigratorCommand.run(name: "computed-payload", registries: [ComputedRevisions.revisions])
    }
}
