/// A command that dies: where it begins, what it does, and where the database is after each of its steps.
struct MortalRun: Sendable {
    /// The commands that come before it, which live.
    var before: [[String]]
    var command: [String]
    /// How many revisions the version row says are applied, and how many are, at first and after each step.
    var states: [(said: Int, done: Int)]

    /// Up from nothing.
    static func upgrade(_ history: MortalHistory) -> MortalRun {
        MortalRun(before: [], command: ["upgrade", "head"], states: (0...4).map { ($0, $0) })
    }

    /// Up from where readers have something that becomes stale.
    static func upgradeOfMany(_ history: MortalHistory) -> MortalRun {
        MortalRun(
            before: [["upgrade", history.id(1)]],
            command: ["upgrade", "head"],
            states: (2...4).map { ($0, $0) }
        )
    }

    static func downgrade(_ history: MortalHistory) -> MortalRun {
        MortalRun(
            before: [["upgrade", "head"]],
            command: ["downgrade", history.id(0)],
            states: (1...4).reversed().map { ($0, $0) }
        )
    }

    static func stamp(_ history: MortalHistory) -> MortalRun {
        MortalRun(
            before: [["upgrade", "head"]],
            command: ["stamp", history.id(1)],
            states: [(4, 4), (2, 4)]
        )
    }
}
