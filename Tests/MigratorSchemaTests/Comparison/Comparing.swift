import MigrationDSL
import MigratorCatalogue
import MigratorDatabase
import MigratorDialects
import Testing

@testable import MigratorSchema

/// Two schemas and what is said of them, for tests of one database.
struct Comparing {
    let kind: DatabaseKind
    var renames = Renames()
    var oracle: any SchemaOracle = NoOracle()

    static let postgres = Comparing(kind: .postgres)
    static let sqlite = Comparing(kind: .sqlite)

    /// Compares a schema that a database has with one that is declared.
    func result(
        @SchemaBuilder _ old: () -> [DeclaredObject],
        @SchemaBuilder to new: () -> [DeclaredObject]
    ) async throws -> SchemaComparison {
        try await result(read(old()), Schema(DeclaredSchema(new()), for: kind))
    }

    func result(_ old: Schema, _ new: Schema) async throws -> SchemaComparison {
        let comparer = try SchemaComparer(kind.dialect(), renames: renames, oracle: oracle)
        let comparison = try await comparer.differences(from: old, to: new)
        // What has one fingerprint is never compared.
        if renames.told.isEmpty, old.fingerprint == new.fingerprint {
            #expect(comparison.differences.isEmpty && comparison.unverified.isEmpty)
        }
        return comparison
    }

    /// The differences in words.
    func words(
        @SchemaBuilder _ old: () -> [DeclaredObject],
        @SchemaBuilder to new: () -> [DeclaredObject]
    ) async throws -> [String] {
        try await result(old, to: new).lines
    }

    /// Objects as if a database had them.
    func read(_ objects: [DeclaredObject]) -> Schema {
        Schema(kind, objects.map { Schema.Entry($0.object) })
    }

    func read(@SchemaBuilder _ objects: () -> [DeclaredObject]) -> Schema { read(objects()) }

    /// The differences between two forms of one column `t.a`.
    func words(_ old: Column, _ new: Column) async throws -> [String] {
        try await words {
            Table("t") { old }
        } to: {
            Table("t") { new }
        }
    }
}

extension SchemaComparison {
    /// Each difference as a line: the change, the words, and a mark where data goes; then what is unverified.
    var lines: [String] {
        differences.map { "\($0.change.rawValue): \($0.summary)\($0.destroys ? " (destroys)" : "")" }
            + unverified.map { "unverified: \($0.summary)" }
    }
}

/// A server that knows the forms of some texts.
struct KnownForms: SchemaOracle {
    let forms: [String: SchemaAnswer]

    init(_ forms: [String: String], constants: [String: String] = [:]) {
        var answers = forms.mapValues { SchemaAnswer($0) }
        for (text, value) in constants { answers[text] = SchemaAnswer(forms[text] ?? text, constant: value) }
        self.forms = answers
    }

    func canonical(_ questions: [SchemaQuestion]) async throws -> [SchemaAnswer] {
        questions.map { forms[$0.text] ?? .none }
    }
}

/// A server that notes what it is asked.
actor NotingOracle: SchemaOracle {
    private(set) var asked: [[SchemaQuestion]] = []

    func canonical(_ questions: [SchemaQuestion]) async throws -> [SchemaAnswer] {
        asked.append(questions)
        return []
    }
}
