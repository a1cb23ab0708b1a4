package import MigrationDSL
package import MigratorDatabase

/// Splits SQL that a Swift revision gives as text into statements, by the rules that hold for files of SQL.
package enum StatementText {
    /// The statements of a text, without their `;`.
    ///
    /// - Throws: ``MigratorError`` with code `.invalidRevision` for a text that does not end where it should, and for
    ///   a statement that the engine has to refuse.
    package static func split(
        _ text: String,
        for kind: DatabaseKind,
        transactional: Bool
    ) throws(MigratorError) -> [String] {
        let source = try SQLSource(file: "the SQL given to execute", contents: Array(text.utf8))
        do {
            return try split(source.bytes, for: kind, transactional: transactional).map(\.sql)
        } catch {
            throw source.error(error)
        }
    }

    /// The statements of a file that makes a schema, without their `;`, and where each begins.
    ///
    /// The two commands of psql between which pg_dump writes its statements are none of them.
    ///
    /// - Throws: ``MigratorError`` as for a text, with the place in the file.
    package static func located(
        _ source: SQLSource,
        for kind: DatabaseKind
    ) throws(MigratorError) -> [(sql: String, location: SourceLocation)] {
        do {
            var locator = SQLLocator(source)
            return try split(source.bytes, for: kind, transactional: false, in: .schema).map { statement in
                (statement.sql, locator.location(of: statement.start))
            }
        } catch {
            throw source.error(error)
        }
    }

    private static func split(
        _ bytes: [UInt8],
        for kind: DatabaseKind,
        transactional: Bool,
        in language: RevisionLanguage = .swift
    ) throws(SQLProblem) -> [(sql: String, start: Int)] {
        var lexer = SQLLexer(bytes, kind: kind)
        var boundary = SQLStatementBoundary()
        var statements: [(sql: String, start: Int)] = []
        func close() throws(SQLProblem) {
            guard let start = boundary.start else { return }
            let refusal = SQLStatementRules.problem(
                lead: boundary.lead,
                notable: boundary.notable,
                isTransactional: transactional,
                in: language
            )
            if let refusal { throw SQLProblem(at: start, refusal) }
            statements.append((bytes.text(start..<boundary.end), start))
            boundary.reset()
        }
        while true {
            if language == .schema, boundary.start == nil { lexer.skipRestrictions() }
            guard let token = try lexer.next() else { break }
            guard !token.isComment else { continue }
            if boundary.take(token, in: bytes) { try close() }
        }
        if let problem = boundary.unfinished { throw problem }
        try close()
        return statements
    }
}
