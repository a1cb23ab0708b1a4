import MigratorCore
import MigratorDatabase

extension DatabaseFailure {
    /// What to write if the database refuses a statement in a transaction, in the language of the revision's file; `nil`
    /// for every other error.
    func transactionAdvice(file: String?) -> String? {
        let isRefused =
            switch sqlState {
            // An active transaction, a value of an enum type that is not committed yet, a COMMIT in a procedure.
            case "25001", "55P04", "2D000": true
            case nil: message.contains("from within a transaction")
            default: false
            }
        return isRefused ? RevisionLanguage(file: file).ownRevision : nil
    }
}
