/// One step of a database's history: the changes that `upgrade` makes, and the revisions that it follows.
///
/// One file holds one revision; the build plugin finds it. A revision is frozen once it has been applied anywhere:
/// the engine refuses to go on with one that was edited since.
///
/// ```swift
/// /// Adds the titles that a spirit may bear.
/// struct AddSpiritTitles: Revision {
///     static let id: RevisionID = "5b1f0c2d9e77"
///     static let parents: [RevisionID] = ["22ebdcff71c4"]
///
///     func upgrade(_ op: Operations) {
///         op.createTable("spirit_titles") {
///             Column("id", .uuid).primaryKey()
///             Column("title", .string(100)).notNull()
///         }
///     }
/// }
/// ```
///
/// No downgrade is written: it is derived by reversing the operations. A revision that writes its own conforms to
/// ``ReversibleRevision``, one that must not be reversed to ``IrreversibleRevision``.
public protocol Revision: Sendable {
    /// The revision's id, unique in its graph.
    static var id: RevisionID { get }
    /// The revisions that it follows directly: none for a base, several for a merge.
    static var parents: [RevisionID] { get }
    /// Names for the branch that begins here; its descendants bear them too.
    static var branchLabels: [String] { get }
    /// Revisions of other branches that must be applied first.
    static var dependsOn: [RevisionID] { get }
    /// Whether all of it runs in one transaction; `false` for what cannot, such as `CREATE INDEX CONCURRENTLY`.
    static var transactional: Bool { get }
    /// How long a statement waits for a lock on PostgreSQL before the revision is tried again; the run's own setting if
    /// `nil`, as long as it takes if zero.
    static var lockTimeout: Duration? { get }
    /// How often the revision is tried again for want of a lock; the run's own setting if `nil`.
    static var lockRetries: Int? { get }

    /// Creates the revision; it holds no state.
    init()

    /// Records the operations of the upgrade; must do nothing else, since planning and checking call it too.
    func upgrade(_ op: Operations)
}

extension Revision {
    /// No parents: a base.
    public static var parents: [RevisionID] { [] }
    /// No labels.
    public static var branchLabels: [String] { [] }
    /// No dependencies.
    public static var dependsOn: [RevisionID] { [] }
    /// True: the revision runs in one transaction.
    public static var transactional: Bool { true }
    /// `nil`: the run's own limit applies.
    public static var lockTimeout: Duration? { nil }
    /// `nil`: the run's own number applies.
    public static var lockRetries: Int? { nil }
}

/// A revision that writes its downgrade itself.
///
/// A protocol of its own, so that a misspelt `downgrade` does not compile instead of being ignored.
public protocol ReversibleRevision: Revision {
    /// Records the operations of the downgrade.
    func downgrade(_ op: Operations)
}

/// A revision that must not be downgraded.
public protocol IrreversibleRevision: Revision {
    /// The reason why it must not be reversed, as a sentence for a user that tries it.
    static var irreversible: String { get }
}
