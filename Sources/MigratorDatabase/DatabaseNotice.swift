/// Something a database says beside its answers.
public struct DatabaseNotice: Hashable, Sendable {
    /// How grave it is, in the database's own word, such as `WARNING`.
    public let severity: String
    /// The text of the message.
    public let message: String

    /// Creates a notice.
    public init(severity: String, message: String) {
        self.severity = severity
        self.message = message
    }
}
