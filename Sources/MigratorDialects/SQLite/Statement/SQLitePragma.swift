import MigratorCore
package import MigratorDatabase

/// A PRAGMA of SQLite as a revision says it, and whether it can do there what it says.
///
/// SQLite answers most of those that it cannot follow with silence: within a transaction some do nothing, and one whose
/// name it does not know does nothing anywhere.
package struct SQLitePragma: Hashable {
    /// Its name in small letters.
    package let name: String
    /// What it is set to, in small letters and without quotes; `nil` if it is only asked.
    package let value: String?

    /// `nil` for any other statement.
    package init?(_ sql: String) {
        // Most statements are none, and need no lexer to tell.
        guard Self.mayBeOne(sql), var reader = SQLTokenReader(sql, kind: .sqlite), reader.skip("pragma"),
            let name = reader.name()
        else { return nil }
        self.name = name.name.lowercased()
        var rest = reader.rest[...]
        if rest.hasPrefix("(") {
            rest = rest.dropFirst()
            if rest.hasSuffix(")") { rest = rest.dropLast() }
        } else if rest.hasPrefix("=") {
            rest = rest.dropFirst()
        } else {
            value = nil
            return
        }
        let isNoise = { (character: Character) in character.isWhitespace || "'\"`[]".contains(character) }
        while let first = rest.first, isNoise(first) { rest = rest.dropFirst() }
        while let last = rest.last, isNoise(last) { rest = rest.dropLast() }
        value = rest.lowercased()
    }

    private static func mayBeOne(_ sql: String) -> Bool {
        sql.utf8.first.map { $0 | 0x20 == UInt8(ascii: "p") || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "/") }
            ?? false
    }

    /// Whether it turns foreign keys off, which it can do only before a transaction begins.
    package var turnsForeignKeysOff: Bool { name == "foreign_keys" && value.map { !Self.isTrue($0) } ?? false }

    /// What SQLite takes for yes; everything else is no to it.
    private static func isTrue(_ value: String) -> Bool {
        ["on", "yes", "true"].contains(value) || (Int(value).map { $0 != 0 } ?? false)
    }

    // MARK: Refusals

    /// Why it must not be run, and what to write instead; `nil` if it may.
    package func refusal(isTransactional: Bool) -> String? {
        if name == "wal_checkpoint", isTransactional { return "\(title) fails within a transaction; \(Self.outside)" }
        guard let value else { return nil }
        if let reason = Self.engines[name] { return "\(title) \(reason)" }
        switch name {
        case "journal_mode" where value == "off" || value == "memory":
            return "\(title) leaves nothing to roll back with after a crash; leave it out"
        case "journal_mode", "page_size", "auto_vacuum", "temp_store":
            guard isTransactional else { return nil }
            return "\(title) does nothing within a transaction; \(Self.outside)"
        case "encoding":
            return "\(title) does nothing: a database keeps the encoding that it was made with; leave it out"
        default:
            return nil
        }
    }

    private var title: String { "PRAGMA \(name)" }

    private static let outside =
        "put it into a revision of its own that is no transaction: '-- transaction: off' in the header of a file, "
        + "'static let transactional = false' in Swift"

    /// What the engine itself counts on.
    private static let engines = [
        "busy_timeout": "would take away how the engine waits for locks; say --lock-timeout to the run instead",
        "locking_mode":
            "would keep all others out until the run ends; leave it out, a revision has the database anyway",
        "query_only": "would keep the engine from writing down that the revision ran; leave it out",
        "synchronous": "would let a commit return before it is on the disk; leave it out",
        "hard_heap_limit": "is the whole process's; set it where the program begins",
        "soft_heap_limit": "is the whole process's; set it where the program begins",
        "temp_store_directory": "is the whole process's; set the variable SQLITE_TMPDIR instead",
        "data_store_directory": "is the whole process's; leave it out",
    ]

    // MARK: Names

    /// Refuses a name that SQLite does not know, and would pass over in silence.
    ///
    /// - Throws: ``MigratorError`` with code `.statementFailed`.
    package func checkKnown(_ connection: any DatabaseConnection) async throws {
        let sql = "SELECT 1 FROM pragma_pragma_list WHERE name = ?"
        do {
            guard try await connection.query(sql, [.text(name)]).isEmpty else { return }
        } catch {
            // A library that was built without the list.
            guard error.code == .undefinedObject else { throw error }
            return
        }
        throw MigratorError(
            .statementFailed,
            "SQLite knows no PRAGMA \(name), and passes over one that it does not know without a word; is it misspelt?"
        )
    }
}
