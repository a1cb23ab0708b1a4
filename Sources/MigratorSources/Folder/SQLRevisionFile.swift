import MigrationDSL
package import MigratorCore
package import MigratorDatabase

/// One `.sql` revision, read and found valid.
///
/// A file is read once where PostgreSQL and SQLite must agree on it, and twice where brackets or nested comments mean
/// different things to them; it is valid if one of them can read it, and the digests cover both readings.
package struct SQLRevisionFile: Sendable {
    /// The fields of the header.
    package let header: SQLRevisionHeader
    /// The digest of what the upgrade does; comments, white space and line ends do not matter to it.
    package let upgradeDigest: SQLDigest
    /// The same of the downgrade; `nil` if the file has none.
    package let downgradeDigest: SQLDigest?

    private let source: SQLSource
    /// How the databases of the two spellings read the file, or the first alone where no database reads it differently.
    private let readings: [(kind: DatabaseKind, reading: Result<SQLReading, SQLProblem>)]

    /// Reads the contents of a file; `path` is what locations show, and its last part may become the message.
    ///
    /// - Throws: `MigratorError` of code `invalidRevision`, with the location.
    package init(path: String, contents: [UInt8]) throws(MigratorError) {
        let source = try SQLSource(file: path, contents: contents)
        let readings = Self.read(source)
        var valid: [SQLReading] = []
        var failures: [SQLProblem] = []
        for (_, reading) in readings {
            switch reading {
            case .success(let reading): valid.append(reading)
            case .failure(let problem): failures.append(problem)
            }
        }
        // The reading that came further understood more of the file.
        guard let first = valid.first else {
            let problem = failures.max { $0.offset < $1.offset } ?? SQLProblem(at: 0, "the file cannot be read")
            throw source.error(problem)
        }
        for other in valid.dropFirst() {
            guard other.header == first.header, (other.downgrade == nil) == (first.downgrade == nil) else {
                throw MigratorError(
                    .invalidRevision,
                    "PostgreSQL and SQLite would find different sections here; do not nest block comments",
                    revision: first.header.id,
                    location: SourceLocation(file: path, line: 1)
                )
            }
        }
        header = first.header
        let digest = Self.digest(of: valid.map(\.upgrade), .upgrade)
        upgradeDigest = Repeatable.digest(digest, word: header.repeatable)
        let downgrades = valid.compactMap(\.downgrade)
        downgradeDigest = downgrades.isEmpty ? nil : Self.digest(of: downgrades, .downgrade)
        self.source = source
        self.readings = readings
    }

    /// Whether it was made of these very bytes.
    func says(_ contents: [UInt8]) -> Bool { source.bytes == contents }

    /// Whether the revision can be downgraded; an empty section is a downgrade that does nothing.
    package var hasDowngrade: Bool { downgradeDigest != nil }

    /// The digest of a section, or `nil` if the file has no such section.
    package func digest(of section: SQLSection) -> SQLDigest? {
        section == .upgrade ? upgradeDigest : downgradeDigest
    }

    /// The statements of a section on a kind of database; none if the file has no such section.
    ///
    /// - Throws: `MigratorError` if only another kind of database can read the file.
    package func statements(of section: SQLSection, for kind: DatabaseKind) throws(MigratorError) -> SQLStatements {
        let reading: SQLReading
        switch self.reading(by: kind) {
        case .success(let found): reading = found
        case .failure(let problem): throw source.error(problem, revision: header.id)
        }
        return SQLStatements(source, reading[section] ?? SQLReading.Section(), kind: kind)
    }

    /// The same, all made at once.
    package func items(of section: SQLSection, for kind: DatabaseKind) throws(MigratorError) -> [SQLItem] {
        Array(try statements(of: section, for: kind))
    }

    private func reading(by kind: DatabaseKind) -> Result<SQLReading, SQLProblem> {
        if readings.count == 1 { return readings[0].reading }
        return readings.first { $0.kind.rules.readsAs(kind.rules) }?.reading ?? Self.read(source, by: kind)
    }

    private static func read(
        _ source: SQLSource
    ) -> [(kind: DatabaseKind, reading: Result<SQLReading, SQLProblem>)] {
        var readings: [(kind: DatabaseKind, reading: Result<SQLReading, SQLProblem>)] = []
        for kind in RevisionDatabase.allCases.map(\.kind) {
            readings.append((kind, read(source, by: kind)))
            guard mayDiffer(readings[0].reading, source) else { break }
        }
        return readings
    }

    private static func read(_ source: SQLSource, by kind: DatabaseKind) -> Result<SQLReading, SQLProblem> {
        do throws(SQLProblem) {
            return .success(try SQLFileReader.read(source, kind: kind))
        } catch {
            return .failure(error)
        }
    }

    private static func mayDiffer(_ reading: Result<SQLReading, SQLProblem>, _ source: SQLSource) -> Bool {
        switch reading {
        case .success(let reading): reading.isAmbiguous
        case .failure: source.bytes.contains { $0 == UInt8(ascii: "[") || $0 == UInt8(ascii: "*") }
        }
    }

    private static func digest(of readings: [SQLReading.Section], _ section: SQLSection) -> SQLDigest {
        var distinct: [SQLReading.Section] = []
        for reading in readings where !distinct.contains(where: { $0.frame.bytes == reading.frame.bytes }) {
            distinct.append(reading)
        }
        var frame = SQLFrame()
        frame.append("migrator.sql-section.1")
        frame.append(section.rawValue)
        frame.append(UInt64(distinct.count))
        // Frames may be large: they are read where they lie.
        var parts = [frame.bytes]
        for reading in distinct {
            var length = SQLFrame()
            length.append(UInt64(reading.frame.bytes.count))
            parts += [length.bytes, reading.frame.bytes]
        }
        return SQLDigest(ofParts: parts)
    }
}
