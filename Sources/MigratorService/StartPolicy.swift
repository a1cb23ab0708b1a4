public import Migrator

/// What a program does before it is ready, if the database is not at the program's revisions.
public enum StartPolicy: Sendable, Hashable {
    /// Migrates it to a target; of many instances that start at once, each revision is run by one.
    case migrate(to: Target = .head)
    /// Waits until another program has brought it to the head, and fails if that takes longer.
    case wait(upTo: Duration)
    /// Goes on, and reports it.
    case verify
    /// Fails.
    case refuse
}

extension StartPolicy {
    /// Whether a program that is not ready yet goes on after an error of asking the database.
    func outlives(_ error: any Error) -> Bool {
        switch self {
        case .refuse: false
        // The program that is waited for may make the database, too.
        case .wait: !ServerWait.isRefusedLogin(error)
        case .migrate, .verify: !ServerWait.isRefusedLogin(error) && !ServerWait.lacksDatabase(error)
        }
    }
}
