/// A revision's rules of waiting for PostgreSQL's locks; `nil` leaves them to the run.
package struct LockRules: Hashable, Sendable {
    /// How long a statement waits; zero for as long as it takes.
    package var timeout: Duration?
    /// How often the revision is tried again.
    package var retries: Int?

    package init(timeout: Duration? = nil, retries: Int? = nil) {
        self.timeout = timeout
        self.retries = retries
    }
}
