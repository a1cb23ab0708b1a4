import Foundation

extension PostgresDatabase {
    /// The schema as `pg_dump` spells it, without the engine's tables and what differs from dump to dump.
    ///
    /// PostgreSQL 18 names each NOT NULL after the table and column that it was made with; the name means nothing.
    package func schemaDump() async throws -> [String] {
        try await dump("--schema-only").filter { !$0.isEmpty && !$0.hasPrefix("--") && !$0.hasPrefix("\\") }
            .map { $0.replacing(/CONSTRAINT (?:"(?:[^"]|"")*"|\S+) NOT NULL/, with: "NOT NULL") }
    }

    /// The schema as `pg_dump` writes it, to be run on an empty database.
    package func schemaScript() async throws -> String { try await dump("--schema-only").joined(separator: "\n") }

    /// All rows, in order, without the engine's.
    package func dataDump() async throws -> [String] {
        try await dump("--data-only", "--inserts", "--rows-per-insert=1").filter { $0.hasPrefix("INSERT ") }.sorted()
    }

    /// The schema as `pg_dump` writes it for another server, with owners, rights and its own commands.
    package func wholeScript(_ arguments: String...) async throws -> String {
        try await run(["--schema-only"] + arguments + ["--dbname=\(url)"])
    }

    private func dump(_ arguments: String...) async throws -> [String] {
        let ours = ["--exclude-table=alembic_version", "--exclude-table=migrator_*"]
        let output = try await run(arguments + ours + ["--no-owner", "--dbname=\(url)"])
        return output.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    }

    private func run(_ arguments: [String]) async throws -> String {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "\(try await Self.programs.value)/pg_dump")
        process.arguments = arguments
        let result = try await Tool.finishAside(process)
        guard result.status == 0 else { throw ScriptFailure(name: "pg_dump", said: result.errors) }
        return result.output
    }

    private static let programs = Task { try await Script.run("postgres.sh", "find") }
}
