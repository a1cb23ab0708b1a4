import MigratorCatalogue
import MigratorSchema
import MigratorSystem

/// The way to the schema of a source: it is gone once, when the schema is asked for.
///
/// What is remembered of the schema may tell before that it is another's, too.
final class SchemaReading {
    /// The fingerprint of a schema that is made on an empty database, if somebody remembers it.
    let fingerprint: String?
    private let isCompiled: Bool
    private let read: () async throws -> Schema
    private var known: Schema?

    /// - Parameters:
    ///   - fingerprint: The schema's fingerprint, if it is known.
    ///   - isCompiled: Whether Swift says the schema, which no database has spelled.
    ///   - read: Reads or makes the schema.
    init(
        fingerprint: String? = nil,
        isCompiled: Bool = false,
        _ read: @escaping () async throws -> Schema
    ) {
        self.fingerprint = fingerprint
        self.isCompiled = isCompiled
        self.read = read
    }

    /// The schema.
    func schema() async throws -> Schema {
        if let known { return known }
        let schema = try await read()
        known = schema
        return schema
    }

    /// Whether the schema is surely that of another source; `false` says nothing.
    ///
    /// Of two, one is read at most: what is the same need not be made of what is remembered.
    func isSurelyThat(of other: SchemaReading) async throws -> Bool {
        switch (fingerprint, other.fingerprint) {
        case (nil, nil): false
        case (let mine?, let others?): mine.isExactly(others)
        case (nil, let others?): try await readFingerprint()?.isExactly(others) ?? false
        case (let mine?, nil): try await other.readFingerprint()?.isExactly(mine) ?? false
        }
    }

    private func readFingerprint() async throws -> String? {
        isCompiled ? nil : try await schema().fingerprint
    }
}
