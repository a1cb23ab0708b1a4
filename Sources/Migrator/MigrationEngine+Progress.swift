import MigratorCore

extension MigrationEngine {
    /// Says what an upgrade or a downgrade would do, with the SQL of each step; runs nothing.
    ///
    /// - Parameters:
    ///   - direction: Which way.
    ///   - target: As ``upgrade(to:dryRun:observe:)`` and ``downgrade(to:dryRun:observe:)`` take it.
    /// - Returns: The steps, none of them done.
    /// - Throws: `MigratorError` or `DatabaseFailure`, as the run itself would before its first step.
    public func plan(_ direction: Direction = .upgrade, to target: Target = .head) async throws -> RunReport {
        try await go(direction, to: target, dryRun: true, observe: nil)
    }

    /// Begins an upgrade whose progress can be followed.
    ///
    /// ```swift
    /// let run = migrator.upgrading(to: "head")
    /// for await event in run { print(event) }
    /// let report = try await run.report
    /// ```
    ///
    /// - Parameter target: As ``upgrade(to:dryRun:observe:)`` takes it.
    /// - Returns: The run, which goes on whether or not anybody follows it.
    public func upgrading(to target: Target = .head) -> RunProgress {
        RunProgress { try await go(.upgrade, to: target, dryRun: false, observe: $0) }
    }

    /// Begins a downgrade whose progress can be followed.
    ///
    /// - Parameter target: As ``downgrade(to:dryRun:observe:)`` takes it.
    /// - Returns: The run, which goes on whether or not anybody follows it.
    public func downgrading(to target: Target) -> RunProgress {
        RunProgress { try await go(.downgrade, to: target, dryRun: false, observe: $0) }
    }

    /// Goes to a target over a connection of its own, or with `dryRun` says how.
    func go(
        _ direction: Direction,
        to target: Target,
        dryRun: Bool,
        observe: Observer?
    ) async throws -> RunReport {
        try await withConnection(observe: observe) { connection in
            var run = try await Run(self, connection, observe: observe)
            return try await run.go(direction, to: target, dryRun: dryRun)
        }
    }
}
