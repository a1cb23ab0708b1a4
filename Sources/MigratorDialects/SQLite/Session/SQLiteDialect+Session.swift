package import MigratorDatabase

extension SQLiteDialect {
    package func mayChangeSession(_ item: WorkItem) -> Bool {
        switch item {
        case .perform: true
        case .statement(let sql): Self.mayChangeSession(sql.text)
        case .bulkInsert, .removeRows, .rebuild: false
        }
    }

    package func sessionState(
        _ connection: any DatabaseConnection
    ) async throws(DatabaseFailure) -> any SessionState { try await SQLiteSessionState.read(connection) }

    /// Settings know of no transaction.
    package func stateBesideTransactions(
        _ connection: any DatabaseConnection
    ) async throws(DatabaseFailure) -> (any SessionState)? { try await SQLiteSessionState.read(connection) }

    package func revisionSession(
        _ connection: any DatabaseConnection,
        for statements: [String]
    ) async throws(DatabaseFailure) -> any RevisionSession { try await SQLiteRevisionSession(connection) }

    package var mayBeReplaced: Bool { true }
}

extension SQLiteDialect {
    /// Whether a statement could change what is a session's own, as far as its letters say.
    ///
    /// PRAGMA, ATTACH, DETACH and whatever is TEMP, also within other words: files have very many statements.
    package static func mayChangeSession(_ sql: String) -> Bool {
        var sql = sql
        return sql.withUTF8 { bytes in
            func has(_ text: StaticString, at place: Int) -> Bool {
                guard place + text.utf8CodeUnitCount <= bytes.count else { return false }
                return (0..<text.utf8CodeUnitCount).allSatisfy { bytes[place + $0] | 0x20 == text.utf8Start[$0] }
            }
            return bytes.indices.contains { place in
                switch bytes[place] | 0x20 {
                case UInt8(ascii: "p"): has("pragma", at: place)
                case UInt8(ascii: "t"): has("temp", at: place) || has("tach", at: place)
                default: false
                }
            }
        }
    }
}
