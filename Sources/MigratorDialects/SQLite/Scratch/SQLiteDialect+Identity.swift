import MigratorCore
package import MigratorDatabase

extension SQLiteDialect {
    package func scratchIdentity(_ connection: any DatabaseConnection) async throws(DatabaseFailure) -> [String]? {
        let rows = try await connection.query(
            """
            SELECT sqlite_version() || ' ' || sqlite_source_id()
            UNION ALL SELECT 'option ' || compile_options FROM pragma_compile_options
            UNION ALL SELECT 'function ' || name || ' ' || builtin || ' ' || type || ' ' || enc || ' ' || narg || ' '
                || flags FROM pragma_function_list
            UNION ALL SELECT 'module ' || name FROM pragma_module_list
            UNION ALL SELECT 'collation ' || name FROM pragma_collation_list
            UNION ALL SELECT 'encoding ' || encoding FROM pragma_encoding
            UNION ALL SELECT 'foreign keys ' || foreign_keys FROM pragma_foreign_keys
            UNION ALL SELECT 'legacy ' || legacy_alter_table FROM pragma_legacy_alter_table
            UNION ALL SELECT 'nocase like ' || ('a' LIKE 'A')
            """
        )
        var parts: [String] = []
        for row in rows {
            guard case .text(let part)? = row.values.first else { return nil }
            parts.append(part)
        }
        // In which order the lists come is no news.
        return [parts[0]] + parts.dropFirst().sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }

    /// No code runs that makes objects; but what comes from another file, or is written into the schema's own table, could
    /// be another each time.
    package func isRepeatable(_ statements: [String]) -> Bool {
        let foreign: Set = [
            "attach", "sqlite_master", "sqlite_schema", "writable_schema", "load_extension", "readfile",
        ]
        return statements.allSatisfy { sql in
            guard let words = Self.words(sql), !words.contains(where: foreign.contains) else { return false }
            guard words.prefix(3) == ["create", "virtual", "table"] else { return true }
            // Others may look into files for their columns.
            let modules: Set = ["fts3", "fts4", "fts5", "rtree", "rtree_i32", "geopoly"]
            return words.firstIndex(of: "using").map { modules.contains(words[$0...].dropFirst().first ?? "") } ?? false
        }
    }

    /// The words in small letters, those in quotes too; `nil` for what cannot be read to its end.
    private static func words(_ sql: String) -> [String]? {
        var lexer = SQLLexer(Array(sql.utf8), kind: .sqlite)
        var words: [String] = []
        do {
            while let token = try lexer.next() {
                guard !token.isComment else { continue }
                let text = String(decoding: lexer.bytes[token.start..<token.end], as: UTF8.self).lowercased()
                let isQuoted = token.kind == .quotedIdentifier || token.kind == .string
                words.append(isQuoted ? String(text.dropFirst().dropLast()) : text)
            }
            return words
        } catch {
            return nil
        }
    }

    /// SQLite works out no text when it reads it.
    package func isRepeatable(_ text: ScratchText) -> Bool { true }
}
