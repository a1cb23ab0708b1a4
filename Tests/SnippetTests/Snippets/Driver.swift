import MigratorBlocking
import MigratorDatabase

// snippet: driver
actor ExampleSession {
    nonisolated let kind = DatabaseKind.sqlite
    private let executor = QueueExecutor(label: "example")
    nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }
}
// end
