/// What a revision is written in: advice is spelled the same way.
package enum RevisionLanguage {
    case sql, swift
    /// A file of SQL that is no revision: it says what a schema is.
    case schema

    /// By the file that a revision stands in.
    package init(file: String?) {
        self = file?.hasSuffix(".sql") == true ? .sql : .swift
    }

    /// How a revision says that it runs in no transaction.
    var transactionOff: String {
        switch self {
        case .sql: "'-- transaction: off' in the header"
        case .swift: "'static let transactional = false'"
        case .schema: "no transaction around it"
        }
    }

    /// What to do about something that no transaction may hold.
    package var ownRevision: String { "put it into a revision of its own with \(transactionOff)" }

    /// How rows of a file are loaded.
    var bulkInsert: String {
        switch self {
        case .sql: "put them into a file beside this one and write '-- bulk-insert into TABLE from PATH'"
        case .swift: "put them into a file beside this one and load it with op.bulkInsert"
        case .schema: "a schema has none, so write the dump without them, as 'pg_dump --schema-only' does"
        }
    }
}
