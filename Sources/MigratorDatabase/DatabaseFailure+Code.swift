extension DatabaseFailure {
    /// The kind of a database failure; new kinds may be added.
    public struct Code: Hashable, Sendable, CustomStringConvertible {
        private enum Kind: String, Sendable {
            case cannotOpen, connectionLost, authenticationFailed, permissionDenied, readOnly
            case timedOut, busy, lockTimeout, deadlock, serializationFailure, cancelled
            case syntax, undefinedObject, duplicateObject, wrongType, wrongParameters
            case uniqueViolation, notNullViolation, foreignKeyViolation, checkViolation, exclusionViolation
            case constraintViolation, diskFull, io, corrupt, tooBig, wrongTransactionState, unsupported, other
        }

        private let kind: Kind

        /// The name of the code.
        public var description: String { kind.rawValue }

        /// The database could not be opened or reached.
        public static let cannotOpen = Code(kind: .cannotOpen)
        /// The connection broke.
        public static let connectionLost = Code(kind: .connectionLost)
        /// The server did not accept the user or the password.
        public static let authenticationFailed = Code(kind: .authenticationFailed)
        /// The role may not do this.
        public static let permissionDenied = Code(kind: .permissionDenied)
        /// The database cannot be written to.
        public static let readOnly = Code(kind: .readOnly)
        /// The database has not answered in time; what was asked may or may not have been done.
        public static let timedOut = Code(kind: .timedOut)
        /// Another connection holds the database, for longer than the time-out.
        public static let busy = Code(kind: .busy)
        /// A lock was not to be had in time.
        public static let lockTimeout = Code(kind: .lockTimeout)
        /// Two transactions wait for each other.
        public static let deadlock = Code(kind: .deadlock)
        /// The transaction clashes with another; it may be tried again.
        public static let serializationFailure = Code(kind: .serializationFailure)
        /// The statement was interrupted because its task was cancelled.
        public static let cancelled = Code(kind: .cancelled)
        /// The statement is malformed.
        public static let syntax = Code(kind: .syntax)
        /// A table, column or other object does not exist.
        public static let undefinedObject = Code(kind: .undefinedObject)
        /// An object of this name exists already.
        public static let duplicateObject = Code(kind: .duplicateObject)
        /// A value is of another type than asked for.
        public static let wrongType = Code(kind: .wrongType)
        /// A statement was given too many or too few values.
        public static let wrongParameters = Code(kind: .wrongParameters)
        /// A unique or primary key is there already.
        public static let uniqueViolation = Code(kind: .uniqueViolation)
        /// A value is missing.
        public static let notNullViolation = Code(kind: .notNullViolation)
        /// A referenced row is missing, or a row is still referenced.
        public static let foreignKeyViolation = Code(kind: .foreignKeyViolation)
        /// A check is not fulfilled.
        public static let checkViolation = Code(kind: .checkViolation)
        /// An exclusion constraint is violated.
        public static let exclusionViolation = Code(kind: .exclusionViolation)
        /// Another constraint is violated.
        public static let constraintViolation = Code(kind: .constraintViolation)
        /// There is no room left.
        public static let diskFull = Code(kind: .diskFull)
        /// Reading or writing failed.
        public static let io = Code(kind: .io)
        /// The file is damaged or is no database.
        public static let corrupt = Code(kind: .corrupt)
        /// A value or a statement is larger than the database allows.
        public static let tooBig = Code(kind: .tooBig)
        /// A transaction is open where none may be, or the other way round.
        public static let wrongTransactionState = Code(kind: .wrongTransactionState)
        /// The driver or the library cannot do this.
        public static let unsupported = Code(kind: .unsupported)
        /// Anything else; see the message.
        public static let other = Code(kind: .other)
    }
}
