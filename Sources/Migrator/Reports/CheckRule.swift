/// A rule of `check`: what a finding under it says, why that matters, and what mends it.
///
/// One source for all that explains findings: `check --explain`, the documentation and SARIF.
public struct CheckRule: Hashable, Sendable {
    /// Its id, which never changes.
    public let id: String
    /// The gate that it belongs to; `nil` if it is every gate's.
    public let gate: CheckReport.Kind?
    /// What is found, in a sentence.
    public let title: String
    /// Why that matters.
    public let why: String
    /// What mends it.
    public let mending: String

    private init(_ id: String, of gate: CheckReport.Kind?, _ title: String, why: String, mending: String) {
        self.id = id
        self.gate = gate
        self.title = title
        self.why = why
        self.mending = mending
    }

    /// What its gate does with a finding where nothing else is said.
    public var level: CheckOptions.Gate { gate.map { CheckOptions()[$0] } ?? .error }
}

extension CheckRule {
    /// All rules, in the order of their gates.
    public static let all: [CheckRule] = [
        pending, repeatable, heads, edited, unknownRow, unfinished, impliedRow, irreversible, payload, payloadMissing,
        payloadEdited, broken, drift, model, modelUnreadable, offline, required,
    ]

    /// The rule of an id; `nil` if there is none.
    public static func named(_ id: String) -> CheckRule? { all.first { $0.id == id } }

    /// The rule that has the name of its gate.
    static func main(of gate: CheckReport.Kind) -> CheckRule {
        switch gate {
        case .pending: pending
        case .heads: heads
        case .edited: edited
        case .irreversible: irreversible
        case .payload: payload
        case .broken: broken
        case .drift: drift
        case .model: model
        case .offline: offline
        }
    }
}

// MARK: The rules

extension CheckRule {
    static let pending = CheckRule(
        "pending",
        of: .pending,
        "A revision is not applied to the database.",
        why: "A program that counts on the revision would meet a database without it.",
        mending: "Run 'upgrade heads'. Before a deployment, which is to apply it, say --no-pending."
    )

    static let repeatable = CheckRule(
        "repeatable",
        of: .pending,
        "The text of a view or a function that is run again has not run.",
        why: "The database has the object as an older text made it, and the program was written for the new one.",
        mending: "Run 'upgrade heads', which runs it behind the revisions."
    )

    static let heads = CheckRule(
        "heads",
        of: .heads,
        "The history has more than one head.",
        why: """
            Two developers have begun from the same revision. 'upgrade head' does not know which one is meant, and in which \
            order the branches are applied differs from one database to the next.
            """,
        mending: """
            Write a revision that joins them: 'merge heads -m TEXT'. A history that is to have several branches says \
            --no-heads, or 'check.heads = off' in its settings.
            """
    )

    static let edited = CheckRule(
        "edited",
        of: .edited,
        "A revision was edited after it was applied.",
        why: """
            The database has what the revision said then; a new one would get what it says now. From then on two databases \
            at the same revision are not the same, and 'upgrade' and 'downgrade' refuse to run.
            """,
        mending: """
            Put the revision back as it was, and write a new one for the change. If the database is right as it is, \
            'stamp --purge' with its version rows vouches for it.
            """
    )

    static let unknownRow = CheckRule(
        "unknown-row",
        of: .edited,
        "The version table has a row that no revision explains.",
        why: """
            A newer program has most likely migrated the database, or a revision was deleted. Nobody can say what the \
            database has, so nothing is run on it.
            """,
        mending: """
            Run the program that has the revision, or bring the revision back. Only if nobody has it any more, \
            'stamp --purge REV' says where the database really is.
            """
    )

    static let unfinished = CheckRule(
        "unfinished",
        of: .edited,
        "A revision outside of a transaction was begun and has not ended.",
        why: "Some of its statements are done and some are not, so the database is between two revisions.",
        mending: """
            Run 'upgrade' or 'downgrade' to the same target once more: it goes on where the revision stopped. After mending \
            it by hand, say --mark-done or --run-again.
            """
    )

    static let impliedRow = CheckRule(
        "implied-row",
        of: .edited,
        "The version table has a row that its other rows imply.",
        why: "A revision of another row stands on it. Such a row keeps an upgrade from running.",
        mending: "'stamp' with the other rows removes it."
    )

    static let irreversible = CheckRule(
        "irreversible",
        of: .irreversible,
        "A revision cannot be taken back, and does not say that this is meant.",
        why: "A deployment that goes wrong cannot go back. That is better known before it than in it.",
        mending: """
            Write the downgrade. Where there is none, say so with the reason: in SQL '-- irreversible: REASON' in the \
            header, in Swift the protocol IrreversibleRevision.
            """
    )

    static let payload = CheckRule(
        "payload",
        of: .payload,
        "A payload does not fit its table.",
        why: "The bulk insert that loads it fails, on the first database that it is run on.",
        mending: "Correct the payload at the place that is named, or the table that the revision makes."
    )

    static let payloadMissing = CheckRule(
        "payload-missing",
        of: .payload,
        "A payload is not there.",
        why: "The bulk insert that loads it fails, on the first database that it is run on.",
        mending: "Put the file where the revision names it, or correct the path."
    )

    static let payloadEdited = CheckRule(
        "payload-edited",
        of: .payload,
        "A payload was edited after it was loaded.",
        why: """
            The database has other rows than the file. A downgrade looks for the rows of the file, and a new database gets \
            them.
            """,
        mending: "Put the file back as it was, and change the rows in a new revision."
    )

    static let broken = CheckRule(
        "broken",
        of: .broken,
        "A revision does not run on an empty database.",
        why: "No new database can be made any more: not for a test, not for a developer, not after a loss.",
        mending: """
            Correct the revision at the place that is named. One that the database refuses in a transaction may say that it \
            runs outside of one.
            """
    )

    static let drift = CheckRule(
        "drift",
        of: .drift,
        "The database differs from its applied revisions.",
        why: """
            It was changed by hand, or by another program. Revisions that were tried on what the history makes may fail \
            there, or do something else.
            """,
        mending: """
            'diff database applied --format sql' shows what takes it back. To keep the change, write a revision that makes \
            it. Objects of other programs are left out by --exclude or by the setting 'ignore'.
            """
    )

    static let model = CheckRule(
        "model",
        of: .model,
        "The history and the declared schema differ.",
        why: "The application is written for the declared schema, and the revisions make another one.",
        mending: "'revision --autogenerate -m TEXT' writes what is missing. Or correct the declared schema."
    )

    static let modelUnreadable = CheckRule(
        "model-unreadable",
        of: .model,
        "The declared schema cannot be made on an empty database.",
        why: "Nothing can be compared with it, and nothing generated from it.",
        mending: "Correct the statement at the place that is named; 'inspect model' tries it again."
    )

    static let offline = CheckRule(
        "offline",
        of: .offline,
        "A revision cannot be written into a script.",
        why: """
            Where an administrator runs scripts by hand, 'upgrade --sql' stops at the revision. The gate looks only if \
            --with-offline or the setting 'check.offline' asks for it.
            """,
        mending: """
            Say it in SQL or in operations in place of Swift that needs the open database. Or write one script up to it and \
            one that begins after it, and run it against the database between.
            """
    )

    static let required = CheckRule(
        "required",
        of: nil,
        "A gate is required and could not look.",
        why: "That it found nothing would say nothing.",
        mending: "Give it what its message says that it lacks, or do not require it."
    )
}
