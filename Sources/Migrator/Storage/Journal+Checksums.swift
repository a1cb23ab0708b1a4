import MigrationDSL
import MigratorCore
import MigratorDatabase

/// The checksums under which revisions were applied, by which an edited one is found out.
extension Journal {
    /// The checksum under which each revision was last applied; revisions that were stamped since are left out.
    func appliedChecksums(_ connection: any DatabaseConnection) async throws(DatabaseFailure) -> [RevisionID: String] {
        try checksums(in: try await rowsIfThere(try await checksumQuery(connection), connection)).applied
    }

    /// Asks for what ``checksums(in:)`` reads.
    ///
    /// The plainest query there is: to order and to select takes a new session longer than the rows take.
    func checksumQuery(_ connection: any DatabaseConnection) async throws(DatabaseFailure) -> SQLFragment {
        "SELECT * FROM \(try await rows("id, revision, direction, state, checksum", connection))"
    }

    /// Whether a row of ``checksumQuery(_:)`` is of this history, or of a program that did not say whose it was.
    private func isOurs(_ row: DatabaseRow) -> Bool {
        guard row.columns.count > 5, case .text(let table) = row[5] else { return true }
        return table == versionTable
    }

    /// The checksum under which each revision was last applied, of rows in any order, and whether a step may be half done.
    func checksums(in rows: [DatabaseRow]) throws(DatabaseFailure) -> (applied: [RevisionID: String], hasBegun: Bool) {
        if let checksums = try checksumsOnce(in: rows) { return (checksums, false) }
        let checksums = try checksums(inOrder: rows.sorted { Self.id(of: $0) < Self.id(of: $1) })
        var hasBegun = false
        for row in rows where !hasBegun { hasBegun = try Self.text(row, 3) == Self.begun }
        return (checksums, hasBegun)
    }

    /// The same of rows whose order does not matter, since each revision has one; `nil` if it does.
    private func checksumsOnce(in rows: [DatabaseRow]) throws(DatabaseFailure) -> [RevisionID: String]? {
        var checksums: [RevisionID: String] = [:]
        checksums.reserveCapacity(rows.count)
        for row in rows where isOurs(row) {
            let (direction, state) = (try Self.text(row, 2), try Self.text(row, 3))
            guard direction == Direction.upgrade.rawValue, state == Self.done, case .text(let checksum) = row[4]
            else { return nil }
            let revision = RevisionID(try Self.text(row, 1))
            guard checksums.updateValue(checksum, forKey: revision) == nil else { return nil }
        }
        return checksums
    }

    private func checksums(inOrder rows: [DatabaseRow]) throws(DatabaseFailure) -> [RevisionID: String] {
        var checksums: [RevisionID: String] = [:]
        for row in rows where isOurs(row) {
            guard try Self.text(row, 3) == Self.done else { continue }
            switch try Self.text(row, 2) {
            case Self.purge: checksums.removeAll(keepingCapacity: true)
            case Direction.upgrade.rawValue:
                checksums[RevisionID(try Self.text(row, 1))] = try row.get(at: 4, as: String?.self)
            default: checksums[RevisionID(try Self.text(row, 1))] = nil
            }
        }
        return checksums
    }

    private static func id(of row: DatabaseRow) -> Int64 {
        guard case .int(let id) = row[0] else { return 0 }
        return id
    }

    /// The text at a position; asked of each row, which is why the value is looked at first.
    private static func text(_ row: DatabaseRow, _ position: Int) throws(DatabaseFailure) -> String {
        if case .text(let text) = row[position] { return text }
        return try row.get(at: position)
    }
}
