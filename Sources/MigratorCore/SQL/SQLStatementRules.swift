/// What a revision's SQL may not do, because the engine does it or because no connection of a program can.
package enum SQLStatementRules {
    /// Why a statement is refused, or `nil` if it is not.
    package static func problem(
        lead: [String],
        notable: Set<String>,
        isTransactional: Bool,
        in language: RevisionLanguage = .sql
    ) -> String? {
        guard let first = lead.first else { return nil }
        func word(_ index: Int) -> String { index < lead.count ? lead[index] : "" }
        switch first {
        case "begin", "commit", "end", "abort":
            return transactionControl(word(1) == "prepared" ? "\(first) prepared" : first, language)
        case "start" where word(1) == "transaction":
            return transactionControl("start transaction", language)
        case "prepare" where word(1) == "transaction":
            return transactionControl("prepare transaction", language)
        case "rollback":
            let index = word(1) == "work" || word(1) == "transaction" ? 2 : 1
            guard word(index) != "to" else { return nil }
            return transactionControl(word(1) == "prepared" ? "rollback prepared" : first, language)
        case "copy" where notable.contains("stdin"):
            return "COPY … FROM stdin needs psql to send the rows; \(language.bulkInsert)"
        case "copy" where notable.contains("stdout"):
            return "COPY … TO stdout sends rows that nothing in a revision can receive"
        default:
            guard isTransactional, let name = untransactional(first, word, notable) else { return nil }
            return "\(name) cannot run inside a transaction; \(language.ownRevision)"
        }
    }

    private static func transactionControl(_ words: String, _ language: RevisionLanguage) -> String {
        let words = words.uppercased()
        guard language != .schema else {
            return "\(words) has no place in a file that makes a schema: each of its statements is run by itself, on "
                + "an empty database. Remove it"
        }
        return "\(words) is the engine's to say: it commits a revision together with its version row. Remove it; "
            + "savepoints are allowed, and \(language.transactionOff) runs each statement by itself"
    }

    private static func untransactional(_ first: String, _ word: (Int) -> String, _ notable: Set<String>) -> String? {
        let isConcurrent = notable.contains("concurrently")
        switch (first, word(1)) {
        case ("vacuum", _), ("attach", _), ("detach", _):
            return first.uppercased()
        case ("create", "index"), ("create", "unique"), ("drop", "index"):
            return isConcurrent ? "\(first.uppercased()) INDEX CONCURRENTLY" : nil
        case ("reindex", _):
            return isConcurrent ? "REINDEX CONCURRENTLY" : nil
        case ("create", "database"), ("drop", "database"), ("create", "tablespace"), ("drop", "tablespace"),
            ("alter", "system"):
            return "\(first) \(word(1))".uppercased()
        default:
            return nil
        }
    }
}
