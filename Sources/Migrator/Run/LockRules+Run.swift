import MigratorSources

extension LockRules {
    /// How long a statement waits in a run with these settings; `nil` for as long as it takes.
    func timeout(_ settings: MigratorSettings) -> Duration? {
        guard let timeout = timeout ?? settings.statementLockTimeout, timeout > .zero else { return nil }
        return timeout
    }
}
