import MigrationDSL
public import MigratorCore
import MigratorDatabase
import MigratorDialects

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// What is known of the tables of a database that runs, for those who look at revisions without it.
///
/// As text it is one JSON object: `{"format":1,"tables":{"orders":{"rows":…,"bytes":…,"writesPerSecond":…}}}`. A table
/// that is not there has `"exists":false`.
public struct DatabaseFacts: Sendable {
    /// What is known of one table.
    public struct Facts: Hashable, Sendable, Codable {
        /// How many rows it has, more or less.
        public var rows: Int?
        /// Its size on disk, with its indexes.
        public var bytes: Int?
        /// How many rows are written in a second.
        public var writesPerSecond: Double?
        /// Whether it is there; it is if nothing is said.
        public var exists: Bool?

        /// Creates facts.
        public init(rows: Int? = nil, bytes: Int? = nil, writesPerSecond: Double? = nil, exists: Bool? = nil) {
            self.rows = rows
            self.bytes = bytes
            self.writesPerSecond = writesPerSecond
            self.exists = exists
        }
    }

    private struct Document: Codable {
        var format: Int
        var tables: [String: Facts]
    }

    /// The tables by their names, with the schema where it is not the one that is looked in first.
    public var tables: [String: Facts]

    /// Creates facts of tables.
    public init(_ tables: [String: Facts] = [:]) {
        self.tables = tables
    }

    /// Reads the text of a file of facts.
    ///
    /// - Throws: `MigratorError` with code `.invalidSetting` if it is none.
    public init(json: String, file: String) throws(MigratorError) {
        let document: Document
        do {
            document = try JSONDecoder().decode(Document.self, from: Data(json.utf8))
        } catch {
            throw MigratorError(
                .invalidSetting,
                "\(file) is no file of facts: a JSON object with \"format\": 1 and \"tables\", as 'facts pull' writes it"
            )
        }
        guard document.format == 1 else {
            throw MigratorError(
                .invalidSetting,
                "\(file) has format \(document.format), and this program reads format 1"
            )
        }
        for (table, facts) in document.tables where (facts.rows ?? 0) < 0 || (facts.bytes ?? 0) < 0 {
            throw MigratorError(.invalidSetting, "\(file) says that table \(table) has less than nothing")
        }
        tables = document.tables
    }

    /// The text of a file of facts; the same facts give the same text.
    public var json: String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        let data = (try? encoder.encode(Document(format: 1, tables: tables))) ?? Data()
        return String(decoding: data, as: UTF8.self) + "\n"
    }

    var byName: [ObjectName: TableFacts] {
        var facts: [ObjectName: TableFacts] = [:]
        for (name, table) in tables {
            let parts = name.split(separator: ".", maxSplits: 1).map { String($0) }
            let key = parts.count == 2 ? ObjectName(parts[1], schema: parts[0]) : ObjectName(name)
            facts[key] = TableFacts(
                rows: table.rows,
                bytes: table.bytes,
                writesPerSecond: table.writesPerSecond,
                exists: table.exists ?? true
            )
        }
        return facts
    }
}
