public import MigrationDSL

/// A source of revisions.
public enum RevisionSource: Sendable {
    /// A target of Swift revisions, compiled in.
    case compiled(RevisionRegistry)
    /// A folder of SQL revisions, read at run time.
    case folder(String)
}
