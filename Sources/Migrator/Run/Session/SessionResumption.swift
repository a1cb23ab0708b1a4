import MigrationDSL
import MigratorCore
import MigratorDatabase
import MigratorDialects
import MigratorGraph
import MigratorSources

/// Gives a step that goes on the session that its statements so far have made.
///
/// Settings, roles and attached databases are in the journal. What is temporary is not, and is made anew by the same
/// statements, if that surely gives the same: they read nothing, or nothing of the step has been written since.
struct SessionResumption {
    private let statements: StatementRun

    init(_ statements: StatementRun) {
        self.statements = statements
    }

    private var connection: any DatabaseConnection { statements.connection }

    /// - Throws: ``MigratorError`` with code `.interruptedStatement` if something temporary cannot surely be made again.
    func resume(_ course: inout StatementRun.Course) async throws {
        guard let state = course.progress.session else { return try await repeatSettings(course.progress.done) }
        let lost = try await course.session.resume(state)
        guard !lost.isEmpty, statements.run.context.settings.interruptedStatement != .markDone else { return }
        let done = statements.pieces.prefix(course.progress.done)
        let makers = done.indices.filter { isTemporary(done[$0], lost) }
        if statements.run.context.settings.interruptedStatement != .runAgain, let reason = doubt(done, makers) {
            throw unknown(lost, reason)
        }
        for index in makers { try await make(done[index], course) }
        let now = Set(try await course.session.takeIn())
        let missing = lost.filter { !now.contains($0) }
        guard missing.isEmpty else { throw unknown(missing, "its statements do not make it again") }
    }

    /// What an older program has begun says nothing of its session.
    private func repeatSettings(_ done: Int) async throws {
        for piece in statements.pieces.prefix(done) {
            if let sql = piece.statement, statements.dialect.nonTransactional(sql) == .setting {
                try await connection.execute(sql)
            }
        }
    }

    // MARK: What is temporary

    /// Whether a piece made or filled what is lost, and nothing else.
    private func isTemporary(_ piece: StatementPiece, _ lost: [String]) -> Bool {
        let names = Set(lost.map { Self.name(of: $0).lowercased() })
        if case .bulkInsert(let insert) = piece.item { return names.contains(insert.table.name.lowercased()) }
        guard let sql = piece.statement, var reader = SQLTokenReader(sql, kind: connection.kind, toSemicolon: true)
        else {
            return false
        }
        if let touched = SQLTables.touched(by: sql, kind: connection.kind) {
            return touched.tables.allSatisfy { names.contains($0.name.lowercased()) }
        }
        switch reader.word() {
        case "create": return reader.hasFurther(["temp", "temporary", "pg_temp"])
        case "prepare", "declare", "listen": return true
        default: return false
        }
    }

    /// What stands after `table`, `prepared statement` and the like.
    private static func name(of thing: String) -> Substring {
        for kind in ["prepared statement ", "listening to "] where thing.hasPrefix(kind) {
            return thing.dropFirst(kind.count)
        }
        return thing.firstIndex(of: " ").map { thing[thing.index(after: $0)...] } ?? thing[...]
    }

    /// Why making it again may not give what was there; `nil` if it will.
    private func doubt(_ done: ArraySlice<StatementPiece>, _ makers: [Int]) -> String? {
        for index in makers where reads(done[index]) {
            let isWrittenSince = done[(index + 1)...].indices.contains { later in
                !makers.contains(later) && done[later].changesAnswers(statements.dialect)
            }
            if isWrittenSince { return "statement \(index + 1) filled it from what the revision has changed since" }
        }
        return nil
    }

    private func reads(_ piece: StatementPiece) -> Bool {
        guard let sql = piece.statement, let reader = SQLTokenReader(sql, kind: connection.kind) else { return false }
        return reader.hasFurther(["select", "from", "using", "table", "with"]) && !isPlainTable(sql)
    }

    /// `CREATE TEMP TABLE name (…)` reads nothing, for all its words.
    private func isPlainTable(_ sql: String) -> Bool {
        guard var reader = SQLTokenReader(sql, kind: connection.kind) else { return false }
        return reader.skip("create") && !reader.hasFurther(["select", "from", "as", "like"])
    }

    private func make(_ piece: StatementPiece, _ course: StatementRun.Course) async throws {
        try await course.session.enter()
        var worker = StepWorker(statements.run, statements.prepared.revision)
        if piece.statement != nil {
            try await worker.perform(piece.item, of: piece.operation, inTransaction: false)
        } else {
            try await connection.begin()
            do {
                try await worker.perform(piece.item, of: piece.operation, inTransaction: true)
                try await statements.commit(course)
            } catch {
                await statements.run.rollBack()
                throw error
            }
        }
        try await course.session.leave()
    }

    private func unknown(_ lost: [String], _ reason: String) -> MigratorError {
        MigratorError(
            .interruptedStatement,
            "revision \(statements.step.revision) cannot go on: the temporary \(lost.joined(separator: ", ")) ended with "
                + "the session that was interrupted, and \(reason). Look at the database; then say --run-again to make it "
                + "again by the same statements, or --mark-done to go on without",
            revision: statements.step.revision,
            location: statements.prepared.revision.node.source
        )
    }
}
