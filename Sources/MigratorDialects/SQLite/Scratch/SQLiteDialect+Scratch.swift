import MigrationDSL
import MigratorCore
package import MigratorDatabase

extension SQLiteDialect {
    package var scratchKinds: [ScratchKind] { [.memory(url: "sqlite::memory:")] }

    /// The program that SQLite compiles a text to: it has no other form, and this one is the same for texts that differ in
    /// spelling alone.
    ///
    /// Of a statement that makes a trigger there is no program: its form is the text.
    package func form(
        of text: ScratchText,
        _ connection: any DatabaseConnection
    ) async throws(DatabaseFailure) -> ScratchForm? {
        let table = quote(text.table.name.name).text
        let columns = text.table.columns.map { column in
            let collation = column.collation.flatMap { self.text($0) }.map { " COLLATE \($0)" } ?? ""
            return "\(quote(column.name).text) \(type(column.type))\(collation)"
        }
        var making = ["DROP TABLE IF EXISTS \(table)", "CREATE TABLE \(table) (\(columns.joined(separator: ", ")))"]
        let query: String
        switch text.kind {
        case .condition, .expression: query = "SELECT (\(text.text)\n) FROM \(table)"
        case .value(let type): return try await form(of: text, type, connection)
        case .query(let names):
            let list = names.isEmpty ? "" : " (\(self.list(names).text))"
            making = ["CREATE VIEW migrator_trial\(list) AS \(text.text)"]
            query = text.text
        case .statement, .policy, .domainCheck, .partitionKey, .bounds: return ScratchForm(text.text)
        }
        guard let program = try await program(of: query, after: making, text.kind, connection) else { return nil }
        // The listing of a program shows a blob up to its first zero.
        return ScratchForm(Self.hasBlob(text.text) ? text.text : program)
    }

    /// The form of a default: the program that inserts it.
    ///
    /// A literal or a word, which is a string, stands there as it is; an expression must stand in parentheses.
    private func form(
        of text: ScratchText,
        _ type: ColumnType,
        _ connection: any DatabaseConnection
    ) async throws(DatabaseFailure) -> ScratchForm? {
        for value in [text.text, "(\(text.text)\n)"] {
            let making = ["CREATE TABLE migrator_trial (value \(self.type(type)) DEFAULT \(value)\n)"]
            let query = "INSERT INTO migrator_trial DEFAULT VALUES"
            guard let program = try await program(of: query, after: making, text.kind, connection) else { continue }
            return ScratchForm(Self.hasBlob(text.text) ? text.text : program)
        }
        return nil
    }

    private static func hasBlob(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        var lexer = SQLLexer(bytes, kind: .sqlite)
        var end: Int?
        while let token = (try? lexer.next()) ?? nil {
            let first = bytes[token.start]
            let isX = first | 0x20 == UInt8(ascii: "x")
            if isX, token.end > token.start + 1, bytes[token.start + 1] == UInt8(ascii: "'") { return true }
            if end == token.start, first == UInt8(ascii: "'") { return true }
            end = isX && token.end == token.start + 1 ? token.end : nil
        }
        return false
    }

    /// - Returns: The program's instructions; `nil` if SQLite refuses what is made or the query.
    private func program(
        of query: String,
        after making: [String],
        _ kind: ScratchText.Kind,
        _ connection: any DatabaseConnection
    ) async throws(DatabaseFailure) -> String? {
        try await connection.begin()
        let program: String
        do throws(DatabaseFailure) {
            for sql in making { try await connection.execute(sql) }
            var lines = try await connection.query("EXPLAIN \(query)").map(Self.instruction)
            if case .query = kind {
                let names = try await connection.query("SELECT name FROM pragma_table_info('migrator_trial')")
                lines += names.compactMap { $0.values.first.map { "column \($0)" } }
            }
            program = lines.joined(separator: "\n")
        } catch {
            guard error.code != .cancelled else { throw error }
            try await connection.rollback()
            guard cause(of: error) == .text else { throw error }
            return nil
        }
        try await connection.rollback()
        return program
    }

    package func cause(of refusal: DatabaseFailure) -> RefusalCause {
        let passing: Set<DatabaseFailure.Code> = [
            .busy, .lockTimeout, .timedOut, .diskFull, .io, .corrupt, .tooBig, .connectionLost, .cannotOpen, .readOnly,
        ]
        // SQLITE_NOMEM has no code of its own, nor have some mistakes in a text.
        let isForMemory = refusal.resultCode.map { $0 & 0xff } == 7
        return passing.contains(refusal.code) || isForMemory ? .moment : .text
    }

    /// An instruction without the counters of the schema, which grow with each table that is made.
    private static func instruction(_ row: DatabaseRow) -> String {
        let isTransaction = row["opcode"] == .text("Transaction")
        let names = isTransaction ? ["opcode", "p1", "p2"] : ["opcode", "p1", "p2", "p3", "p4", "p5"]
        return names.map { "\(row[$0] ?? .null)" }.joined(separator: " ")
    }
}
