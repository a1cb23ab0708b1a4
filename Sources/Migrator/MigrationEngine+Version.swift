extension MigrationEngine {
    /// The version of the engine, as the journal keeps it and `--version` prints it.
    public static let version = "0.1.0"
}
