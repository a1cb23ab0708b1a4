import MigrationDSL
import MigratorCore
import MigratorDatabase
import MigratorDialects
import MigratorGraph

extension VersionTable {
    /// Forgets all rows, whatever they are, and writes these, and does something else in the same go.
    func replace(
        with rows: [RevisionID],
        _ others: [BoundStatement],
        _ connection: any DatabaseConnection
    ) async throws {
        try await connection.execute("DELETE FROM \(name.quoted)")
        try await apply(VersionRowChange(removed: [], added: rows), to: [], with: others, connection)
    }

    /// Changes the rows exactly as planned, and does something else in the same go.
    ///
    /// All rows are read before the change and after it: whatever else has become of them since the step began, by its
    /// own SQL or by a trigger, is found out.
    ///
    /// - Parameters:
    ///   - change: The rows to remove and to add.
    ///   - rows: All rows as they are before it.
    ///   - closing: Whether the transaction ends with it: checks and triggers that wait for that are run first.
    ///   - others: What else is done, after the change.
    ///   - connection: The connection, in a transaction that must be rolled back after an error.
    /// - Throws: ``MigratorError`` with code `.rowsMoved` if the rows are not those, or not what the change makes of them.
    func apply(
        _ change: VersionRowChange,
        to rows: [RevisionID],
        closing: Bool = true,
        with others: [BoundStatement] = [],
        _ connection: any DatabaseConnection
    ) async throws {
        let changes =
            change.removed.map { row -> SQLFragment in
                "DELETE FROM \(name.quoted) WHERE version_num = \(value: .text(row.rawValue))"
            }
            + change.added.map { row -> SQLFragment in
                // A row that is there already is told of with all others.
                """
                INSERT INTO \(name.quoted) (version_num) VALUES (\(value: .text(row.rawValue))) ON CONFLICT DO NOTHING
                """
            }
        let read: BoundStatement = (query, [])
        var statements = [read] + changes.map { $0.statement(for: connection.kind) } + others
        if closing { statements += deferredChecks.map { ($0, []) } }
        statements.append(read)
        let last = statements.count - 1
        let answers = try await connection.query(pipelining: statements) { number, found throws(DatabaseFailure) in
            number == 0 || number == last ? try ids(in: found) : []
        }
        try verify(answers[0], are: rows)
        try verify(answers[last], are: change.applied(to: rows))
    }

    /// Refuses to go on if the rows are not those that are planned; the transaction must be rolled back then.
    ///
    /// - Throws: ``MigratorError`` with code `.rowsMoved`.
    func verify(are planned: [RevisionID], _ connection: any DatabaseConnection) async throws {
        try verify(try await rows(connection) ?? [], are: planned)
    }

    private func verify(_ rows: [RevisionID], are planned: [RevisionID]) throws(MigratorError) {
        guard !rows.areAll(planned) else { return }
        func list(_ rows: [RevisionID]) -> String {
            rows.isEmpty ? "none" : rows.sorted().map(\.rawValue).joined(separator: ", ")
        }
        throw MigratorError(
            .rowsMoved,
            "the version rows in \(name) are \(list(rows)) where the plan has \(list(planned)): the revision's own SQL or "
                + "a trigger has changed them, which only the engine may"
        )
    }
}
