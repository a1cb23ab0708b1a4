extension MigratorError {
    /// The kind of a failure; new kinds may be added.
    public struct Code: Hashable, Sendable, CustomStringConvertible {
        private enum Kind: String, Sendable {
            case unknownRevision, ambiguousRevision, duplicateRevision, missingRevision, cycle
            case multipleHeads, notAncestor, invalidTarget, invalidRevision
            case unknownDatabaseRevision, checksumMismatch, rowsMoved, behind
            case irreversible, unsupportedByDialect, unsupportedOffline, payloadInvalid, statementFailed
            case interruptedStatement, unfinishedStep, lockUnavailable, databaseUnreachable, permissionDenied,
                invalidSetting,
                fileSystem
        }

        private let kind: Kind

        /// The name of the code, as JSON output shows it.
        public var description: String { kind.rawValue }

        /// An identifier names no revision and no branch.
        public static let unknownRevision = Code(kind: .unknownRevision)
        /// An identifier could name several revisions.
        public static let ambiguousRevision = Code(kind: .ambiguousRevision)
        /// Two revisions bear one id, or two one branch label.
        public static let duplicateRevision = Code(kind: .duplicateRevision)
        /// A revision names a parent or a dependency that does not exist.
        public static let missingRevision = Code(kind: .missingRevision)
        /// Parents and dependencies form a circle.
        public static let cycle = Code(kind: .cycle)
        /// One head was asked for and there are several.
        public static let multipleHeads = Code(kind: .multipleHeads)
        /// A target does not lie on the way that the command goes.
        public static let notAncestor = Code(kind: .notAncestor)
        /// A target cannot be understood, or cannot be reached as written.
        public static let invalidTarget = Code(kind: .invalidTarget)
        /// A revision's file or declaration is malformed.
        public static let invalidRevision = Code(kind: .invalidRevision)
        /// A version row of the database is explained by no revision.
        public static let unknownDatabaseRevision = Code(kind: .unknownDatabaseRevision)
        /// A revision was edited after it was applied.
        public static let checksumMismatch = Code(kind: .checksumMismatch)
        /// Another program changed the version rows while a plan was being run.
        public static let rowsMoved = Code(kind: .rowsMoved)
        /// The database is not where a program needs it, and the program may not bring it there.
        public static let behind = Code(kind: .behind)
        /// A revision cannot be downgraded.
        public static let irreversible = Code(kind: .irreversible)
        /// The database's dialect cannot do what an operation asks.
        public static let unsupportedByDialect = Code(kind: .unsupportedByDialect)
        /// A script cannot do what a revision does, since no database is open while it is written.
        public static let unsupportedOffline = Code(kind: .unsupportedOffline)
        /// A payload is malformed or does not fit its table.
        public static let payloadInvalid = Code(kind: .payloadInvalid)
        /// The database refused a statement, or a step of a revision failed.
        public static let statementFailed = Code(kind: .statementFailed)
        /// Nobody can tell whether an earlier run has carried a statement out; an operator has to look.
        public static let interruptedStatement = Code(kind: .interruptedStatement)
        /// A step of a revision outside of a transaction is half done, and something else was asked for.
        public static let unfinishedStep = Code(kind: .unfinishedStep)
        /// The run lock was not to be had in time.
        public static let lockUnavailable = Code(kind: .lockUnavailable)
        /// The database could not be opened or reached.
        public static let databaseUnreachable = Code(kind: .databaseUnreachable)
        /// The database's role or the file's mode does not allow what is needed.
        public static let permissionDenied = Code(kind: .permissionDenied)
        /// A flag, a variable or a settings file says something that cannot be.
        public static let invalidSetting = Code(kind: .invalidSetting)
        /// A file or a folder could not be read or written.
        public static let fileSystem = Code(kind: .fileSystem)
    }
}
