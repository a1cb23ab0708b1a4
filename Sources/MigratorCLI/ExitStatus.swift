import CacheBridge
import Migrator
import MigratorDatabase

extension MigratorCommand {
    /// What a call of the command line ends with: the one place that maps errors to it.
    public struct ExitStatus: Hashable, Sendable {
        /// The number with which a process ends.
        public let code: Int32

        /// It did what it should.
        public static let done = ExitStatus(code: 0)
        /// It failed, for a reason that none of the others names.
        public static let failed = ExitStatus(code: 1)
        /// A check found something.
        public static let found = ExitStatus(code: 3)
        /// The lock was not to be had in time.
        public static let locked = ExitStatus(code: 4)
        /// The database cannot be reached.
        public static let unreachable = ExitStatus(code: 5)
        /// A revision was edited after it ran or is half done, or the database holds an unknown one.
        public static let integrity = ExitStatus(code: 6)
        /// The command line or a setting cannot be understood.
        public static let usage = ExitStatus(code: 64)

        /// Ended by a signal, as shells count it.
        static func signal(_ number: Int32) -> ExitStatus {
            ExitStatus(code: 128 + number)
        }

        static func of(_ error: any Error) -> ExitStatus {
            switch error {
            case let error as MigratorError:
                let status = of(error.code)
                guard status == .failed, let cause = error.cause else { return status }
                return of(cause)
            case let error as DatabaseFailure:
                return of(error.code)
            case let error as CacheError:
                return error.code == .invalidSetting ? .usage : .failed
            case is UsageError:
                return .usage
            default:
                return .failed
            }
        }

        private static func of(_ code: MigratorError.Code) -> ExitStatus {
            switch code {
            case .lockUnavailable: .locked
            case .databaseUnreachable: .unreachable
            case .checksumMismatch, .unknownDatabaseRevision, .unfinishedStep, .interruptedStatement: .integrity
            case .invalidSetting: .usage
            default: .failed
            }
        }

        private static func of(_ code: DatabaseFailure.Code) -> ExitStatus {
            switch code {
            case .busy, .lockTimeout: .locked
            case .cannotOpen, .authenticationFailed, .connectionLost: .unreachable
            default: .failed
            }
        }
    }
}

typealias ExitStatus = MigratorCommand.ExitStatus

/// A command line that parses and yet cannot be meant.
struct UsageError: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }

    /// A script runs nothing either, and says more.
    static let scriptOrDryRun = UsageError("--sql and --dry-run are two things; --sql prints all that would be run")

    /// What runs nothing makes no database either.
    static let createsNothing = UsageError("--create-database makes a database; --sql and --dry-run change nothing")
}
