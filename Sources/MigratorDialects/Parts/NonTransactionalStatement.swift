/// What kind of statement it is that cannot run in a transaction, and so what can be known of it after a kill.
package enum NonTransactionalStatement: Equatable, Sendable {
    /// A setting of the session, which is to outlive its transaction.
    case setting
    /// It makes or drops an index without keeping others out; what it leaves says what became of it.
    case index
    /// To run it again does no harm, such as `VACUUM`.
    case repeatable(changesAnswers: Bool)
    /// Something else, of which nothing can be known.
    case other

    /// Whether a value that was read before it could be another one after it: all but settings and indexes.
    package var changesAnswers: Bool {
        switch self {
        case .setting, .index: false
        case .repeatable(let changesAnswers): changesAnswers
        case .other: true
        }
    }
}
