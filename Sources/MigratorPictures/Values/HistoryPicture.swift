/// A history as it is drawn: its revisions, and where a database stands among them.
package struct HistoryPicture: Sendable {
    /// What it is of, for the heading.
    package var title: String
    /// The revisions, each before those that it stands on.
    package var revisions: [PictureRevision]
    /// Whether a database was asked which of them it has.
    package var knowsDatabase: Bool
    /// What a person should know of the database, such as a version row that no revision explains.
    package var remarks: [String]

    /// Creates a picture.
    package init(
        title: String,
        revisions: [PictureRevision],
        knowsDatabase: Bool = false,
        remarks: [String] = []
    ) {
        self.title = title
        self.revisions = revisions
        self.knowsDatabase = knowsDatabase
        self.remarks = remarks
    }
}

/// A revision of a history that is drawn.
package struct PictureRevision: Sendable {
    /// Its id.
    package var id: String
    /// The revisions that it follows.
    package var parents: [String] = []
    /// The revisions of other branches that it needs.
    package var dependsOn: [String] = []
    /// The labels that it declares.
    package var labels: [String] = []
    /// What it does, in a line.
    package var message = ""
    /// Where it is written.
    package var source: String?
    /// Whether no other follows it.
    package var isHead = false
    /// Whether the database has it; `nil` if none was asked.
    package var isApplied: Bool?
    /// Whether it is a version row of the database.
    package var isCurrent = false
    /// What it does; `nil` where nobody asked.
    package var upgrade: PictureScript?
    /// What takes it back.
    package var downgrade: PictureScript?
    /// The times that it was run, the last one first.
    package var runs: [PictureRun] = []

    /// Creates a revision.
    package init(id: String) {
        self.id = id
    }

    /// What it stands on, parents first.
    var below: [(id: String, isParent: Bool)] {
        parents.map { ($0, true) } + dependsOn.map { ($0, false) }
    }
}

/// What a revision does in one direction.
package struct PictureScript: Sendable {
    /// Its operations in words.
    package var operations: [String]
    /// Its SQL, a statement an element.
    package var sql: [String]
    /// The payloads that it loads or removes.
    package var payloads: [String]
    /// Why it has none of these, such as that the revision cannot be taken back.
    package var problem: String?

    /// Creates what a revision does.
    package init(operations: [String] = [], sql: [String] = [], payloads: [String] = [], problem: String? = nil) {
        self.operations = operations
        self.sql = sql
        self.payloads = payloads
        self.problem = problem
    }
}

/// A run of a revision, as the journal has it.
package struct PictureRun: Sendable {
    /// `upgrade`, `downgrade`, `stamp` or `purge`.
    package var direction: String
    /// Whether it has ended.
    package var isDone: Bool
    /// When it began, as the database writes it.
    package var startedAt: String
    /// How long it took, in milliseconds.
    package var milliseconds: Int
    /// How many statements it ran.
    package var statements: Int
    /// How many rows it loaded, changed or removed.
    package var rows: Int
    /// The release of the program that ran it.
    package var engine: String
    /// The tag that the run was given.
    package var tag: String?

    /// Creates a run.
    package init(
        direction: String,
        isDone: Bool,
        startedAt: String,
        milliseconds: Int,
        statements: Int,
        rows: Int,
        engine: String,
        tag: String?
    ) {
        self.direction = direction
        self.isDone = isDone
        self.startedAt = startedAt
        self.milliseconds = milliseconds
        self.statements = statements
        self.rows = rows
        self.engine = engine
        self.tag = tag
    }
}
