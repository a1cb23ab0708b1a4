/// The options of all verbs: what the normaliser must know of them before they are parsed.
///
/// One table for all, since an option means the same wherever it stands. Lists: a set would take longer to set up than
/// a command line to look through them.
enum OptionTable {
    /// Long names of options that take a value.
    static let valued: [String] = [
        "database", "revisions", "config", "format", "lock-timeout", "statement-lock-timeout", "lock-retries",
        "payloads", "version-table",
        "version-table-schema", "rev-range", "range", "message", "head", "branch-label", "depends-on", "rev-id",
        "version-path",
        "language", "tag", "template", "migrator", "generate-completion-script",
        "sample", "limit", "since",
        "schema", "include", "exclude", "model", "scratch", "rename", "warn", "require", "from", "to",
        "into", "alembic", "table", "since-ref", "sarif-output", "json-output", "wait",
        "facts", "server-version", "baseline", "write-baseline",
    ]

    /// Long names of options that take none.
    static let flags: [String] = [
        "with-compiled", "show-values", "verbose", "quiet", "no-color", "no-progress", "no-cache", "dry-run",
        "check-heads",
        "indicate-current", "graph", "resolve-dependencies", "purge", "splice", "no-pending", "no-heads", "no-edited",
        "no-irreversible", "no-payload", "no-broken", "no-drift", "no-model", "single-transaction", "mark-done",
        "run-again", "sql",
        "all", "repair", "cached", "help", "version",
        "autogenerate", "empty", "no-proof", "no-offline", "with-offline", "explain",
        "create-database", "no-database", "offline",
    ]

    /// Short names of options that take a value; `x` and `o` have no long one.
    static let shortValued: [Character] = ["r", "m", "x", "t", "o"]

    /// Short names of options that take none.
    static let shortFlags: [Character] = ["v", "q", "i", "c", "h"]
}
