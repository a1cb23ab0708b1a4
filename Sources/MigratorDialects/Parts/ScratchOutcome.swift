package import MigratorDatabase

/// What comes of what is tried on a scratch.
package enum ScratchOutcome<Value: Sendable>: Sendable {
    /// It went well.
    case made(Value)
    /// It did not.
    case refused(RefusalCause)

    /// What was made or found.
    package var value: Value? {
        if case .made(let value) = self { value } else { nil }
    }
}

/// What a refusal lies in; the later ones say less of what is refused.
package enum RefusalCause: Comparable, Sendable {
    /// The text itself, or what it names: it is refused each time.
    case text
    /// The role, which may not do that: another one might.
    case role
    /// Want of time or of room, or what is not known to be otherwise: it may go well another time.
    case moment
}

extension ScratchDialect {
    /// What a refusal lies in.
    ///
    /// - Throws: The failure, if it is none: if the session is lost or was cancelled.
    func refusalCause(of failure: DatabaseFailure) throws(DatabaseFailure) -> RefusalCause {
        guard failure.code != .connectionLost, failure.code != .cancelled else { throw failure }
        return cause(of: failure)
    }

    package func cause(of refusal: DatabaseFailure) -> RefusalCause {
        switch refusal.code {
        case .syntax, .undefinedObject, .duplicateObject, .wrongType, .unsupported: .text
        case .permissionDenied: .role
        default: .moment
        }
    }
}
